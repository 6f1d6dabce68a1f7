// base/json: what is accepted reads back the same, and every value knows its own bytes.
#include "base/json.h"

#include "base/text.h"
#include "fuzz/fuzz.h"

using namespace generator;
using fuzz::promise;

namespace {

void walk(json::Value value, std::string_view whole) {
  std::string_view raw = value.raw();
  promise(raw.data() >= whole.data() && raw.data() + raw.size() <= whole.data() + whole.size() &&
              !raw.empty(),
          "a value's bytes lie in its document");
  if (value.is_string()) {
    promise(text::is_valid_utf8(value.text()), "text is UTF-8");
    auto again = json::Document::parse(json::quote(value.text()));
    promise(again && again->root().text() == value.text(), "quoted text reads back the same");
  }
  if (value.is_number())
    promise(value.number().has_value() || !value.integer().has_value(),
            "whole numbers are numbers");
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value.is_object()) promise(text::is_valid_utf8(value.key(i)), "keys are UTF-8");
    walk(value.at(i), whole);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input = fuzz::text_of(data, size);
  auto quoted = json::Document::parse(json::quote(input));
  promise(quoted && quoted->root().is_string(), "any bytes can be written as a JSON string");
  auto document = json::Document::parse(input);
  if (!document) return 0;
  json::Value root = document->root();
  promise(root.raw() == text::trim(input), "the root's bytes are the document");
  walk(root, root.raw());
  std::string copy;
  json::Writer(copy).begin_array().raw(root.raw()).integer(1).end_array();
  auto again = json::Document::parse(copy);
  promise(again && again->root().size() == 2 && again->root().at(0).raw() == root.raw(),
          "raw JSON can be written into other JSON");
  return 0;
}
