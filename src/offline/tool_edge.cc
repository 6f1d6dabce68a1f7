#include "offline/tool_edge.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "tool/entity.h"
#include "tool/entity_words.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

struct Answer {
  bool is_edge;
  double confidence;
  std::string reason;
};

Result<Tool> tool_in(std::string_view text) {
  TRY(const json::Document document, json::Document::parse(text));
  const json::Value root = document.root();
  Tool out;
  out.name = root.text_of("name");
  if (out.name.empty())
    return fail(ErrorKind::kInvalidInput, "offline rules: a tool of the edge has no name");
  out.description = root.text_of("description");
  if (const auto parameters = root.find("parameters")) out.parameters = parameters->raw();
  if (const auto returns = root.find("returns")) out.output_schema = returns->raw();
  return out;
}

/// The words of a text that could be kinds of things.
tool::Words things_in(std::string_view text) {
  tool::Words out;
  for (const std::string& word : tool::words_of(text)) {
    const std::string one = tool::singular(word);
    if (one.size() > 2 && tool::handle_of(one) == tool::kNoHandle && !tool::is_qualifier(one))
      out.push_back(one);
  }
  return out;
}

std::optional<std::string> common(const tool::Words& a, const tool::Words& b) {
  for (const std::string& noun : a)
    if (!tool::is_generic(noun) && tool::has_noun(b, noun)) return noun;
  return std::nullopt;
}

Answer of_data(const Inputs& inputs, const Tool& from, const Tool& to) {
  const std::vector<tool::Meaning> meanings = tool::meanings_of({from, to});
  const auto& parameters = meanings[1].parameters;
  const auto& fields = meanings[0].fields;
  const auto parameter =
      std::ranges::find(parameters, inputs.get("parameter"), &tool::Parameter::path);
  const auto field = std::ranges::find(fields, inputs.get("field"), &tool::ResultField::path);
  if (parameter == parameters.end())
    return {false, 0.9, fmt::format("{} has no argument {}.", to.name, inputs.get("parameter"))};
  tool::Words given = things_in(inputs.get("field"));
  tool::Entity result;
  if (field != fields.end()) {
    result = meanings[0].results[static_cast<std::size_t>(field - fields.begin())];
    given.insert(given.end(), result.nouns.begin(), result.nouns.end());
    for (const std::string& word : things_in(field->description)) given.push_back(word);
  }
  given.insert(given.end(), meanings[0].deed.nouns.begin(), meanings[0].deed.nouns.end());
  tool::Words wanted = things_in(parameter->name);
  wanted.insert(wanted.end(), parameter->entity.nouns.begin(), parameter->entity.nouns.end());
  if (const auto noun = common(wanted, given))
    return {true, 0.9, fmt::format("Both name a {}.", *noun)};
  if (const auto noun = common(things_in(parameter->description), given))
    return {true, 0.8, fmt::format("The account of {} speaks of a {}, too.", parameter->name, *noun)};
  if (const auto noun = common(meanings[1].deed.nouns, given))
    return {true, 0.7, fmt::format("Both tools work on a {}.", *noun)};
  const std::uint32_t handles = result.handle & parameter->entity.handle;
  if ((handles & (tool::kByPath | tool::kByUrl)) != 0 ||
      (handles != 0 && (result.nouns.empty() || parameter->entity.nouns.empty())))
    return {true, 0.6, "Both name things in the same way, and not of which kind."};
  if (wanted.empty())
    return {true, 0.5, fmt::format("{} does not say of what kind of thing it is.", parameter->name)};
  return {false, 0.7, "They have no kind of thing in common."};
}

Answer of_state(const Inputs& inputs, const Tool& from, const Tool& to) {
  const std::string_view reason = inputs.get("reason");
  if (reason != "told") {
    const tool::DeedKind deed = tool::meanings_of({from, to})[0].deed.kind;
    const bool does = reason == "opened"    ? deed == tool::DeedKind::kOpen
                      : reason == "created" ? deed == tool::DeedKind::kCreate
                                            : deed == tool::DeedKind::kBuild;
    return {does, does ? 0.8 : 0.6,
            does ? fmt::format("{} works on what {} has {}.", to.name, from.name, reason)
                 : fmt::format("{} is not what has {} it.", from.name, reason)};
  }
  for (const std::string* text : {&from.description, &to.description})
    for (const std::string_view sign : {"before", "first", "require", "must", "need", "after"})
      if (text::contains(text::to_lower(*text), sign))
        return {true, 0.9, "One of the descriptions says so."};
  return {true, 0.6, "What goes before is told of more tools than these two."};
}

}  // namespace

Result<std::string> tool_edge(const Inputs& inputs) {
  TRY(const Tool from, tool_in(inputs.get("from")));
  TRY(const Tool to, tool_in(inputs.get("to")));
  const Answer answer =
      inputs.get("reason").empty() ? of_data(inputs, from, to) : of_state(inputs, from, to);
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("reason", answer.reason);
  writer.key("is_edge").boolean(answer.is_edge).key("confidence").number(answer.confidence);
  writer.end_object();
  return out;
}

}  // namespace generator::offline
