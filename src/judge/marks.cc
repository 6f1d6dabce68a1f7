// A mark that is missing or out of range is never guessed: a guessed mark looks like any other in
// the histogram.
#include "judge/marks.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include "base/text.h"
#include "judge/weights.h"
#include "prompt/reply.h"

namespace generator::judge {
namespace {

constexpr std::int64_t kLeast = 1;
constexpr std::int64_t kMost = 10;

std::optional<json::Value> find_ignoring_case(json::Value object, std::string_view name) {
  for (std::size_t i = 0; i < object.size(); ++i)
    if (object.is_object() && text::to_lower(object.key(i)) == name) return object.at(i);
  return std::nullopt;
}

// In the reply itself, or one object down: {"reasons": …, "scores": {"clarity": …}}.
std::optional<json::Value> find_field(json::Value root, std::string_view name) {
  if (const auto field = find_ignoring_case(root, name)) return field;
  for (std::size_t i = 0; i < root.size(); ++i)
    if (root.at(i).is_object())
      if (const auto field = find_ignoring_case(root.at(i), name)) return field;
  return std::nullopt;
}

// 8, 8.0, "8", "8/10".
std::optional<std::int64_t> whole_number(json::Value value) {
  if (const auto number = value.integer()) return number;
  if (!value.is_string()) return std::nullopt;
  std::string_view text = text::trim(value.text());
  if (text.ends_with("/10")) text.remove_suffix(3);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Result<double> read_mark(json::Value root, std::string_view name) {
  const auto field = find_field(root, name);
  if (!field) return fail(ErrorKind::kInvalidInput, fmt::format("\"{}\" is missing", name));
  const auto mark = whole_number(*field);
  if (!mark || *mark < kLeast || *mark > kMost)
    return fail(ErrorKind::kInvalidInput,
                fmt::format("\"{}\" is {}; it has to be a whole number from {} to {}", name,
                            text::prefix(field->raw(), 40), kLeast, kMost));
  return static_cast<double>(*mark);
}

// A text, or several in a list.
// Of any script: the bytes 0xE2 begin dashes and dots.
bool has_letter(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return text::is_alpha(c) || (byte >= 0xC3 && byte != 0xE2);
  });
}

Result<std::string> read_reasons(json::Value root) {
  auto field = find_field(root, "reasons");
  if (!field) field = find_field(root, "reason");
  std::string reasons;
  if (field && field->is_string()) reasons = field->text();
  if (field && field->is_array())
    for (std::size_t i = 0; i < field->size(); ++i) {
      if (!reasons.empty()) reasons += ' ';
      reasons += field->at(i).text();
    }
  reasons = text::trim(reasons);
  if (!has_letter(reasons))  // "…" and "10" are what models write that have none
    return fail(ErrorKind::kInvalidInput,
                "\"reasons\" is missing or has no words; give the reasons first, as one text");
  return reasons;
}

Result<bool> read_on_topic(json::Value root) {
  const auto field = find_field(root, "on_topic");
  if (field && field->boolean()) return *field->boolean();
  const std::string word = field ? text::to_lower(text::trim(field->text())) : "";
  if (word == "true" || word == "yes") return true;
  if (word == "false" || word == "no") return false;
  return fail(ErrorKind::kInvalidInput, "\"on_topic\" has to be true or false");
}

}  // namespace

Result<Rating> read_marks(std::string_view text, bool with_reasoning, bool with_topic) {
  TRY(const prompt::Reply reply, prompt::read_reply(text));
  json::Value root = reply.json.root();
  if (root.is_array() && root.size() == 1) root = root.at(0);
  if (!root.is_object()) return fail(ErrorKind::kInvalidInput, "the reply is not one JSON object");
  Rating rating;
  TRY(rating.reasons, read_reasons(root));
  for (const std::string_view name : kCriteria) {
    TRY(const double mark, read_mark(root, name));
    rating.criteria.emplace_back(name, mark);
  }
  if (with_reasoning) {
    TRY(rating.reasoning_quality, read_mark(root, "reasoning_quality"));
  }
  if (with_topic) {
    TRY(rating.on_topic, read_on_topic(root));
  }
  return rating;
}

}  // namespace generator::judge
