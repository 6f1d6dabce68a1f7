#include "store/recorded_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

#include "base/json.h"
#include "base/text.h"
#include "store/inferred_schema.h"

namespace generator {
namespace {

constexpr std::size_t kMostReplies = 100;  // of a tool
constexpr std::size_t kExamples = 3;

using Replies = std::map<std::string, std::vector<json::Document>, std::less<>>;  // lines, by tool

Result<Replies> read(std::string_view recorded, std::string_view name) {
  Replies out;
  std::size_t number = 0;
  for (const std::string_view line : text::lines(recorded)) {
    ++number;
    if (text::trim(line).empty()) continue;
    auto document = json::Document::parse(line);
    const auto wrong = [&](std::string_view what) {
      return fail(ErrorKind::kInvalidInput, fmt::format("{}:{}: {}", name, number, what));
    };
    if (!document) return wrong(document.error().message);
    const json::Value row = document->root();
    const auto tool = row.find("name"), result = row.find("result"), is_error = row.find("is_error");
    if (!tool || !tool->is_string()) return wrong("`name` is missing: the name of the tool, a string");
    if (!result) return wrong("`result` is missing: what the tool replied, as JSON");
    if (is_error && is_error->boolean() == true) continue;
    if (!result->is_object() && !result->is_array()) continue;
    std::vector<json::Document>& replies = out[std::string(tool->text())];
    if (replies.size() < kMostReplies) replies.push_back(std::move(*document));
  }
  return out;
}

json::Value result_of(const json::Document& line) { return *line.root().find("result"); }

void add_examples(const std::vector<json::Document>& replies, Tool& tool) {
  const bool has_some = std::ranges::any_of(
      tool.examples, [](const ToolExample& example) { return !example.output.empty(); });
  for (std::size_t i = 0; !has_some && i < std::min(replies.size(), kExamples); ++i) {
    ToolExample example;
    if (const auto input = replies[i].root().find("arguments"); input && input->is_object())
      example.input = input->raw();
    example.output = result_of(replies[i]).raw();
    tool.examples.push_back(std::move(example));
  }
}

bool learn(const std::vector<json::Document>& replies, Tool& tool) {
  if (replies.empty() || !(tool.output_schema.empty() || tool.output_is_inferred)) return false;
  std::vector<json::Document> documents;
  std::vector<json::Value> results;
  for (const ToolExample& example : tool.examples)
    if (auto document = json::Document::parse(example.output)) documents.push_back(std::move(*document));
  for (const json::Document& document : documents) results.push_back(document.root());
  for (const json::Document& line : replies) results.push_back(result_of(line));
  tool.output_schema = inferred_schema(results);
  tool.output_is_inferred = true;
  add_examples(replies, tool);
  return true;
}

}  // namespace

Result<std::size_t> learn_results(std::string_view recorded, std::string_view name,
                                  std::vector<Tool>& tools) {
  TRY(const Replies replies, read(recorded, name));
  std::size_t out = 0;
  for (Tool& tool : tools) {
    auto at = replies.find(tool.name);
    if (at == replies.end()) at = replies.find(tool.source.name);
    if (at != replies.end()) out += learn(at->second, tool) ? 1 : 0;
  }
  return out;
}

}  // namespace generator
