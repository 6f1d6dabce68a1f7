#include "world/recording.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace generator::world {
namespace {

std::string key_of(std::string_view tool, std::string_view arguments) {
  return std::string(tool) + "\n" + std::string(arguments);
}

void write_canonical(std::string& out, json::Value value) {
  if (value.is_object()) {
    std::vector<std::size_t> order(value.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(
        order, [&](std::size_t a, std::size_t b) { return value.key(a) < value.key(b); });
    out += '{';
    for (std::size_t i = 0; i < order.size(); ++i) {
      if (i > 0) out += ',';
      out += json::quote(value.key(order[i])) + ':';
      write_canonical(out, value.at(order[i]));
    }
    out += '}';
  } else if (value.is_array()) {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (i > 0) out += ',';
      write_canonical(out, value.at(i));
    }
    out += ']';
  } else if (value.is_string()) {
    out += json::quote(value.text());
  } else if (const auto whole = value.integer()) {
    out += fmt::format("{}", *whole);
  } else {
    out += value.raw();
  }
}

// Of an object, or of one as text; what is neither is a call that no tool takes, and stays as it
// is.
std::string canonical_arguments(json::Value arguments) {
  if (!arguments.is_string()) return canonical_json(arguments);
  const auto document = json::Document::parse(arguments.text());
  return document ? canonical_json(document->root()) : std::string(arguments.text());
}

}  // namespace

std::string canonical_json(json::Value value) {
  std::string out;
  write_canonical(out, value);
  return out;
}

Result<Recording> Recording::parse(std::string_view text, std::string_view name) {
  Recording out;
  std::size_t number = 0;
  for (const std::string_view line : text::lines(text)) {
    ++number;
    if (text::trim(line).empty()) continue;
    const auto wrong = [&](std::string_view what) {
      return fail(ErrorKind::kInvalidInput, fmt::format("{}:{}: {}", name, number, what));
    };
    const auto document = json::Document::parse(line);
    if (!document) return wrong(document.error().message);
    const json::Value row = document->root();
    if (!row.is_object())
      return wrong("a recorded call is an object with name, arguments and result");
    const auto tool = row.find("name"), arguments = row.find("arguments"),
               result = row.find("result");
    if (!tool || !tool->is_string())
      return wrong("`name` is missing: the name of the tool, a string");
    if (!arguments || !(arguments->is_object() || arguments->is_string()))
      return wrong("`arguments` is missing: an object, or one as JSON text");
    if (!result) return wrong("`result` is missing: what the tool replied, as JSON");
    const auto is_error = row.find("is_error");
    out.replies_.try_emplace(
        key_of(tool->text(), canonical_arguments(*arguments)),
        RecordedReply{std::string(result->raw()), is_error && is_error->boolean().value_or(false)});
  }
  return out;
}

const RecordedReply* Recording::find(const std::string& tool,
                                     const std::string& canonical_arguments) const {
  const auto found = replies_.find(key_of(tool, canonical_arguments));
  return found == replies_.end() ? nullptr : &found->second;
}

}  // namespace generator::world
