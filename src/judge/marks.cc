// A mark that is missing or out of range is never guessed: a guessed mark looks like any other in
// the histogram.
#include "judge/marks.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>
#include <utility>

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

Result<Rating> read_rating(json::Value root, bool with_topic) {
  if (!root.is_object()) return fail(ErrorKind::kInvalidInput, "the reply is not one JSON object");
  Rating rating;
  TRY(rating.reasons, read_reasons(root));
  for (const std::string_view name : kCriteria) {
    TRY(const double mark, read_mark(root, name));
    rating.criteria.emplace_back(name, mark);
  }
  if (with_topic) {
    TRY(rating.on_topic, read_on_topic(root));
  }
  return rating;
}

// The ratings of a reply, each with the id that it claims.
std::vector<std::pair<std::string, json::Value>> claimed(json::Value root) {
  std::vector<std::pair<std::string, json::Value>> out;
  const auto list = root.is_object() ? find_ignoring_case(root, "ratings") : root;
  const json::Value ratings = list ? *list : root;
  for (std::size_t i = 0; i < ratings.size(); ++i) {
    const json::Value rating = ratings.at(i);
    if (!rating.is_object()) continue;
    const auto id = find_ignoring_case(rating, "id");
    if (id)
      out.emplace_back(text::trim(id->text()), rating);
    else if (ratings.is_object())
      out.emplace_back(ratings.key(i), rating);
  }
  return out;
}

}  // namespace

Result<Rating> read_marks(std::string_view text, bool with_topic) {
  TRY(const prompt::Reply reply, prompt::read_reply(text));
  json::Value root = reply.json.root();
  if (root.is_array() && root.size() == 1) root = root.at(0);
  return read_rating(root, with_topic);
}

Result<ReasoningMark> read_reasoning_mark(std::string_view text) {
  TRY(const prompt::Reply reply, prompt::read_reply(text));
  json::Value root = reply.json.root();
  if (root.is_array() && root.size() == 1) root = root.at(0);
  if (!root.is_object()) return fail(ErrorKind::kInvalidInput, "the reply is not one JSON object");
  ReasoningMark out;
  TRY(out.reasons, read_reasons(root));
  TRY(out.quality, read_mark(root, "reasoning_quality"));
  return out;
}

std::string_view to_text(Choice choice) {
  if (choice == Choice::kTie) return "tie";
  return choice == Choice::kFirst ? "1" : "2";
}

Result<PairwiseMark> read_pairwise_mark(std::string_view written) {
  TRY(const prompt::Reply reply, prompt::read_reply(written));
  json::Value root = reply.json.root();
  if (root.is_array() && root.size() == 1) root = root.at(0);
  if (!root.is_object()) return fail(ErrorKind::kInvalidInput, "the reply is not one JSON object");
  PairwiseMark out;
  TRY(out.reasons, read_reasons(root));
  const auto field = find_field(root, "verdict");
  if (!field) return fail(ErrorKind::kInvalidInput, "\"verdict\" is missing");
  const std::string said =
      text::to_lower(text::trim(field->is_string() ? field->text() : field->raw()));
  for (const Choice choice : {Choice::kFirst, Choice::kSecond, Choice::kTie}) {
    if (said != to_text(choice)) continue;
    out.choice = choice;
    return out;
  }
  return fail(ErrorKind::kInvalidInput,
              fmt::format("\"verdict\" is {}; it has to be \"1\", \"2\" or \"tie\"",
                          text::prefix(field->raw(), 40)));
}

Result<std::vector<std::optional<Rating>>> read_batch_marks(std::string_view text,
                                                            std::span<const std::string> ids,
                                                            bool with_topic) {
  TRY(const prompt::Reply reply, prompt::read_reply(text));
  const auto ratings = claimed(reply.json.root());
  std::vector<std::optional<Rating>> out(ids.size());
  std::string problem = "no rating has one of the ids";
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto is_its = [&](const auto& rating) { return rating.first == ids[i]; };
    if (std::ranges::count_if(ratings, is_its) != 1) continue;
    auto rating =
        read_rating(std::ranges::find_if(ratings, is_its)->second, with_topic);
    if (rating)
      out[i] = std::move(*rating);
    else
      problem = fmt::format("{}: {}", ids[i], rating.error().message);
  }
  if (std::ranges::any_of(out, [](const auto& rating) { return rating.has_value(); })) return out;
  return fail(ErrorKind::kInvalidInput,
              fmt::format("{}; give {{\"ratings\": [...]}} with one for each of {}", problem,
                          fmt::join(ids, ", ")));
}

}  // namespace generator::judge
