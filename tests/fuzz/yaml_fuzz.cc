// base/yaml: what is accepted can be written as JSON, and every node knows its line.
#include "base/yaml.h"

#include "fuzz/fuzz.h"

using namespace generator;
using fuzz::promise;

namespace {

void walk(const yaml::Node& node, std::size_t lines) {
  promise(node.line() >= 1 && static_cast<std::size_t>(node.line()) <= lines + 1,
          "a node's line is in its file");
  if (auto whole = node.integer(); whole)
    promise(node.is_plain() && node.number().has_value(), "a whole number is a plain number");
  for (yaml::Node child : node) walk(child, lines);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input = fuzz::text_of(data, size);
  auto document = yaml::Document::parse(input, "fuzz.yaml");
  if (!document) {
    promise(!document.error().message.empty(), "an error has a message");
    return 0;
  }
  std::size_t breaks = 0;
  for (char c : input)
    breaks +=
        c == '\n' || c == '\r' || c == '\xe2' || c == '\xc2';  // U+2028 and U+0085 break lines too
  walk(document->root(), breaks + 1);
  std::string as_json = yaml::to_json(document->root());
  promise(json::Document::parse(as_json).has_value(), "what YAML holds can be written as JSON");
  return 0;
}
