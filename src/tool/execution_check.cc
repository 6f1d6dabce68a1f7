#include "tool/execution_check.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"
#include "data/reasons.h"
#include "tool/entity.h"
#include "tool/known_values.h"
#include "tool/order_check.h"
#include "tool/told_names.h"

namespace generator::tool {
namespace {

constexpr double kComposedShare = 0.5;  // of the words of a text of one's own that were said
constexpr std::size_t kShown = 80;
constexpr int kMostLevels = 64;

bool is_bad_word(std::string_view status) {
  const std::string lower = text::to_lower(status);
  for (const std::string_view bad : {"error", "failed", "failure", "fail", "exception", "denied"})
    if (lower == bad) return true;
  return false;
}

bool is_something(json::Value value) {
  if (value.is_string()) return !text::trim(value.text()).empty();
  if (value.is_number()) return value.number() != 0.0;
  return value.boolean() == true || value.size() > 0;
}

/// "myrepo7" of "My-Repo 7".
std::string letters(std::string_view text) {
  std::string out = text::to_lower(text);
  std::erase_if(out, [](char c) { return !text::is_word(c) || c == '_'; });
  return out;
}

const Parameter* parameter_at(const Meaning& meaning, std::string_view path) {
  for (const Parameter& parameter : meaning.parameters)
    if (parameter.path == path) return &parameter;
  return nullptr;
}

// One of the words that a description counts up: "Statistics to compute: mean, std, min".
bool is_choice(std::string_view value, json::Value schema) {
  const std::string said = " " + std::string(schema.text_of("description")) + " ";
  const std::size_t colon = said.find(": ");
  if (colon == std::string::npos || value.size() < 2 || value.find(' ') != std::string_view::npos)
    return false;
  for (std::size_t at = said.find(value, colon); at != std::string::npos;
       at = said.find(value, at + 1))
    if (!text::is_word(said[at - 1]) && !text::is_word(said[at + value.size()])) return true;
  return false;
}

// Where a part begins; from the front where nobody says otherwise.
bool is_start(const std::string& path) {
  const Words words = words_of(path);
  return !words.empty() && (words.back() == "start" || words.back() == "offset" ||
                            words.back() == "skip" || words.back() == "begin");
}

class Checker {
 public:
  Checker(const ToolUse& row, const ToolTable& tools) : row_(row), tools_(tools), names_(row) {}

  std::optional<Fault> check() {
    for (std::size_t turn = 0; turn < row_.turns.size(); ++turn) {
      turn_ = turn;
      known_.add_text(row_.turns[turn].instruction);
      for (std::size_t step = 0; step < row_.turns[turn].steps.size(); ++step)
        if (auto fault = check_step(row_.turns[turn].steps[step])) {
          fault->turn = turn;
          fault->step = step;
          return fault;
        }
      known_.add_text(row_.turns[turn].answer);
    }
    return std::nullopt;
  }

 private:
  std::optional<Fault> check_step(const ToolStep& step) {
    for (const ToolCall& call : step.calls)
      if (auto fault = check_arguments(call)) return fault;
    if (step.results.size() < step.calls.size())
      return Fault{reasons::kNotExecuted, 0, 0,
                   fmt::format("`{}` has no result", step.calls[step.results.size()].name)};
    for (std::size_t i = 0; i < step.results.size(); ++i) {
      const CallResult& result = step.results[i];
      if (const std::string error = error_in(result.content); !error.empty() && !result.is_error)
        return Fault{
            reasons::kErrorAsSuccess, 0, 0,
            fmt::format("the result of `{}` says \"{}\"",
                        step.calls[std::min(i, step.calls.size() - 1)].name, shown(error, kShown))};
      if (i < step.calls.size() && !result.is_error)
        if (auto fault = check_echo(step.calls[i], result.content)) return fault;
      known_.add_result(result.content);
    }
    for (const ToolCall& call : step.calls) known_.add_result(call.arguments);
    return std::nullopt;
  }

  std::optional<Fault> check_arguments(const ToolCall& call) {
    const Tool* tool = tools_.find(call.name);
    const auto arguments = json::Document::parse(call.arguments);
    if (tool == nullptr || !arguments) return std::nullopt;  // check_format has said so
    const auto properties = tools_.input(*tool).find("properties");
    for (std::size_t i = 0; i < arguments->root().size(); ++i) {
      const std::string name(arguments->root().key(i));
      const auto property = properties ? properties->find(name) : std::nullopt;
      const std::string bad = nowhere(arguments->root().at(i), name, tools_.meaning(*tool),
                                      property.value_or(json::Value()), property.has_value(), 0);
      if (bad.empty()) continue;
      return Fault{reasons::kInventedArgument, 0, 0,
                   fmt::format("`{}` of `{}`: nothing says {}", name, call.name,
                               shown(bad, kShown))};
    }
    return std::nullopt;
  }

  // A name for what the call makes may be any; but where the result tells the name of what was made,
  // it is that one, capitals, joints and folders aside.
  std::optional<Fault> check_echo(const ToolCall& call, const std::string& result) const {
    const Tool* tool = tools_.find(call.name);
    const auto arguments = json::Document::parse(call.arguments);
    const auto told = json::Document::parse(result);
    if (tool == nullptr || !arguments || !told) return std::nullopt;
    for (std::size_t i = 0; i < arguments->root().size(); ++i) {
      const std::string name(arguments->root().key(i));
      const Parameter* parameter = parameter_at(tools_.meaning(*tool), name);
      const auto same = told->root().find(name);
      const json::Value value = arguments->root().at(i);
      if (parameter == nullptr || !parameter->entity.is_new || !same || !same->is_string() ||
          !value.is_string())
        continue;
      const std::string a = letters(value.text()), b = letters(same->text());
      if (a.ends_with(b) || b.ends_with(a)) continue;
      return Fault{reasons::kInventedArgument, 0, 0,
                   fmt::format("`{}` of `{}` is \"{}\", and the result says \"{}\"", name, call.name,
                               shown(value.text(), kShown), shown(same->text(), kShown))};
    }
    return std::nullopt;
  }

  // The first value inside that comes from nowhere, as it stands in a message.
  std::string nowhere(json::Value value, const std::string& path, const Meaning& meaning,
                      json::Value schema, bool has_schema, int level) const {
    if (level > kMostLevels) return {};
    if (value.size() > 0) {
      for (std::size_t i = 0; i < value.size(); ++i) {
        const std::string inside =
            value.is_object() ? path + "." + std::string(value.key(i)) : path;
        std::string bad = nowhere(value.at(i), inside, meaning, schema, false, level + 1);
        if (!bad.empty()) return bad;
      }
      return {};
    }
    const Source source = source_of(value, path, parameter_at(meaning, path), schema, has_schema);
    if (source != Source::kNowhere) return {};
    return value.is_string() ? fmt::format("\"{}\"", value.text()) : std::string(value.raw());
  }

  // "the top left corner": 1 of a row and of a column from 1 to 3.
  bool is_position(double number, const std::string& path, json::Value schema) const {
    const Words words = words_of(path);
    const bool is_row = !words.empty() && (words.back() == "row" || words.back() == "column" ||
                                           words.back() == "col");
    const auto least = schema.find("minimum"), most = schema.find("maximum");
    if (!is_row || !least || !most) return false;
    const double first = least->number().value_or(0), last = most->number().value_or(0);
    const auto says = [&](std::initializer_list<std::string_view> any) {
      return std::ranges::any_of(any, [&](std::string_view word) { return known_.has_text(word); });
    };
    if (number == first) return says({"top", "upper", "left", "corner"});
    if (number == last) return says({"bottom", "lower", "right", "corner"});
    return number * 2 == first + last && says({"middle", "center", "centre", "central"});
  }

  Source source_of(json::Value value, const std::string& path, const Parameter* parameter,
                   json::Value schema, bool has_schema) const {
    if (value.is_null() || value.boolean() || value.is_array() || value.is_object())
      return Source::kSchema;
    if (has_schema) {
      const auto otherwise = schema.find("default");
      if (otherwise && otherwise->raw() == value.raw()) return Source::kSchema;
      if (schema.find("enum") || schema.find("const")) return Source::kSchema;
    }
    if (const auto number = value.number()) {
      if (known_.has_number(*number) || known_.follows(*number)) return Source::kInstruction;
      if (*number == 0 && is_start(path)) return Source::kSchema;
      return is_position(*number, path, schema) ? Source::kInstruction : Source::kNowhere;
    }
    if (known_.has_text(value.text())) return Source::kInstruction;
    if (parameter != nullptr && parameter->entity.is_new)
      return names_.contradicted(value.text(), *parameter, turn_, known_).empty()
                 ? Source::kChosen
                 : Source::kNowhere;
    const bool refers = parameter != nullptr && parameter->entity.handle != kNoHandle;
    if (refers) return Source::kNowhere;
    if (is_choice(value.text(), schema)) return Source::kSchema;
    const bool is_composed = known_.share_of_words(value.text()) >= kComposedShare &&
                             known_.unsaid_number(value.text()).empty();
    return is_composed ? Source::kComposed : Source::kNowhere;
  }

  const ToolUse& row_;
  const ToolTable& tools_;
  ToldNames names_;
  KnownValues known_;
  std::size_t turn_ = 0;
};

}  // namespace

std::string error_in(std::string_view content) {
  const auto document = json::Document::parse(content);
  if (!document) {
    const std::string lower = text::to_lower(text::prefix(text::trim(content), kShown));
    for (const std::string_view begin : {"error", "exception", "traceback", "failed to", "fatal"})
      if (lower.starts_with(begin)) return lower;
    return {};
  }
  const json::Value root = document->root();
  for (const std::string_view key : {"error", "errors", "exception", "error_message"})
    if (const auto value = root.find(key); value && is_something(*value))
      return fmt::format("{}: {}", key, value->is_string() ? value->text() : value->raw());
  for (const std::string_view key : {"status", "state"})
    if (const std::string_view value = root.text_of(key); is_bad_word(value))
      return fmt::format("{}: {}", key, value);
  for (const std::string_view key : {"success", "ok"})
    if (const auto value = root.find(key); value && value->boolean() == false)
      return fmt::format("{}: false", key);
  for (const std::string_view key : {"isError", "is_error"})
    if (const auto value = root.find(key); value && value->boolean() == true)
      return fmt::format("{}: true", key);
  return root.is_string() ? error_in(root.text()) : std::string();
}

std::optional<Fault> execution_fault(const ToolUse& row, const ToolTable& tools) {
  if (auto fault = Checker(row, tools).check()) return fault;
  return order_fault(row, tools);
}

}  // namespace generator::tool
