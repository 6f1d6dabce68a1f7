#include "support/endpoint/script.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/text.h"
#include "support/endpoint/tool_script.h"

namespace generator::endpoint {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLeastWords = 32;

// The passage in a fence of its own behind `first`; "" where there is one alone.
std::string_view fenced_behind(std::string_view text, std::string_view first) {
  const auto end = static_cast<std::size_t>(first.data() + first.size() - text.data());
  return fenced(text.substr(end), "passage");
}

struct Units {
  std::string heading;                             // the last part of the first "# A > B" line
  std::string title;                               // its first part
  std::vector<std::pair<int, std::size_t>> words;  // number and words of each unit
};

Units read_units(std::string_view passage) {
  Units out;
  for (const std::string_view line : text::lines(passage)) {
    if (line.starts_with("# ") && out.heading.empty()) {
      const std::string_view path = line.substr(2);
      out.title = path.substr(0, path.find(" > "));
      const std::size_t last = path.rfind(" > ");
      out.heading = last == std::string_view::npos ? path : path.substr(last + 3);
    }
    const std::size_t close = line.find("] ");
    int number = 0;
    if (line.starts_with('[') && close != std::string_view::npos)
      for (const char c : line.substr(1, close - 1))
        number = text::is_digit(c) && number < 100'000 ? number * 10 + (c - '0') : 0;
    const std::size_t words = text::words(number > 0 ? line.substr(close + 2) : line).size();
    if (number > 0)
      out.words.emplace_back(number, words);
    else if (!out.words.empty() && !line.starts_with("# "))
      out.words.back().second += words;  // a unit of several lines
  }
  return out;
}

// Letters, digits, spaces and what joins words: a heading may hold anything.
std::string plain(std::string_view heading) {
  std::string out;
  for (const char c : heading) out += text::is_word(c) || c == '-' || c == '.' ? c : ' ';
  return text::join({std::string(text::trim(out))}, "");
}

void add_first_units(const Units& units, Json& numbers) {
  std::size_t words = 0;
  for (const auto& [number, count] : units.words) {
    if (words >= kLeastWords) break;
    numbers.push_back(number);
    words += count;
  }
}

// Of two passages the question names both headings, and the units are of both.
Json pair_of(std::string_view passage, std::string_view second) {
  const Units units = read_units(passage);
  Json numbers = Json::array();
  add_first_units(units, numbers);
  const std::string what = plain(units.heading), where = plain(units.title);
  if (!second.empty()) {
    const Units others = read_units(second);
    add_first_units(others, numbers);
    return {{"question", fmt::format("What should a user of {} know about {} and about {}?", where,
                                     what, plain(others.heading))},
            {"kind", "concept"},
            {"units", numbers}};
  }
  const std::string question =
      what == where ? fmt::format("What should a user of {} know before starting?", where)
                    : fmt::format("What should a user of {} know about {}?", where, what);
  return {{"question", question}, {"kind", "concept"}, {"units", numbers}};
}

// One turn a unit, from the first on: the units that make its answer long enough.
Json conversation_of(std::string_view passage) {
  const Units units = read_units(passage);
  Json turns = Json::array();
  std::size_t words = kLeastWords;
  for (const auto& [number, count] : units.words) {
    if (words >= kLeastWords) {
      if (turns.size() == 5) break;
      const std::string question =
          turns.empty() ? fmt::format("What should a user of {} know about {}?", plain(units.title),
                                      plain(units.heading))
                        : fmt::format("And what else matters about it, {} answers on?", turns.size());
      turns.push_back({{"question", question}, {"kind", "concept"}, {"units", Json::array()}});
      words = 0;
    }
    turns.back()["units"].push_back(number);
    words += count;
  }
  if (words < kLeastWords && turns.size() > 1) turns.erase(turns.size() - 1);
  return {{"turns", turns}};
}

// Whole sentences of prose, of some length.
std::vector<std::string> sentences_of(std::string_view shown, std::size_t most) {
  std::vector<std::string> out;
  for (std::string_view line : text::lines(shown)) {
    if (line.empty() || !(text::is_upper(line[0]))) continue;  // a heading, a list, a table, code
    for (std::size_t end = line.find(". "); out.size() < most; end = line.find(". ")) {
      const std::string_view sentence = text::trim(line.substr(0, end));
      if (text::words(sentence).size() >= 7 && sentence.find('`') == sentence.npos)
        out.emplace_back(sentence.ends_with('.') ? sentence.substr(0, sentence.size() - 1) : sentence);
      if (end == line.npos) break;
      line.remove_prefix(end + 2);
    }
  }
  return out;
}

Json steps_of(const std::vector<std::string>& sentences) {
  Json out = Json::array();
  for (const std::string& sentence : sentences) out.push_back(sentence + ".");
  return out;
}

// Two statements of the passage as steps, and an answer that takes both. "reasoning" empty: there
// are no two.
Json reasoned_pair_of(std::string_view passage) {
  const Units names = read_units(passage);
  const std::vector<std::string> said = sentences_of(passage, 2);
  if (said.size() < 2) return Json::array();
  return Json::array({{{"question", fmt::format("What should a user of {} know about {}?",
                                                plain(names.title), plain(names.heading))},
                       {"kind", "concept"},
                       {"reasoning", steps_of(said)},
                       {"answer", said[0] + "; " + said[1] + "."}}});
}

// The steps without their numbers, one after the other.
std::string joined_steps(std::string_view shown) {
  std::string out;
  for (const std::string_view line : text::lines(shown)) {
    const std::size_t mark = line.find(". ");
    out += (out.empty() ? "" : " ") + std::string(mark < 3 ? line.substr(mark + 2) : line);
  }
  return out;
}

// By the first question in `user`; the same for all would be a judge that tells nothing apart.
Json marks_of(Json rating, std::string_view user) {
  std::uint64_t taste = checksum(fenced(user, "question"));
  for (auto& [name, mark] : rating.items()) {
    if (mark.is_number()) mark = name == "difficulty" ? 5 : 8 + static_cast<int>(taste % 3);
    taste /= 3;
  }
  rating["reasons"] = "Every statement of the answer stands in the passage.";
  return rating;
}

// One for each pair that stands under its id, a line "Pair 0123ab" in front of its question.
Json ratings_of(std::string_view user, const Json& rating) {
  Json out = Json::array();
  std::string_view id;
  for (const std::string_view line : text::lines(user)) {
    if (line.starts_with("<question ") && !id.empty()) {
      Json marks = marks_of(rating, user.substr(static_cast<std::size_t>(line.data() - user.data())));
      marks["id"] = id;
      out.push_back(std::move(marks));
    }
    if (line == "Turn 1" && !id.empty()) continue;  // of a conversation
    id = line.starts_with("Pair ") ? line.substr(5) : std::string_view();
  }
  return {{"ratings", out}};
}

// Whether a passage answers: by the question, and then with words of the first one.
Json finding_of(std::string_view user, std::string_view passage) {
  const bool is_found = checksum(fenced(user, "question")) % 4 == 0;
  std::string quote;
  const auto lines = text::lines(passage);
  for (std::size_t i = lines.size(); is_found && quote.empty() && i-- > 0;)
    if (!text::trim(lines[i]).empty() && !text::contains(lines[i], "reasons"))
      quote = std::string(text::trim(lines[i]));
  return {{"reasons", is_found ? "It stands in the first one." : "None of them says it."},
          {"quote", quote},
          {"answered_by", is_found ? 1 : 0}};
}

std::string question_of_answer(std::string_view shown) {
  const std::string_view first = text::lines(shown).empty() ? "" : text::lines(shown).front();
  const std::size_t last = first.rfind(" > ");
  return fmt::format("What should a user know about {}?",
                     plain(last == std::string_view::npos ? first : first.substr(last + 3)));
}

Json value_of(const Json& schema, int depth) {
  if (schema.contains("enum")) return schema["enum"][0];
  if (schema.contains("const")) return schema["const"];
  if (schema.contains("anyOf")) return value_of(schema["anyOf"][0], depth);
  Json type = schema.value("type", Json("object"));
  if (type.is_array()) type = type[0];
  std::string name = text::to_lower(type.get<std::string>());
  if (name == "string") return "text";
  if (name == "boolean") return true;
  if (name == "null") return nullptr;
  if (name == "integer" || name == "number") return schema.value("minimum", Json(1));
  if (name == "array") {
    Json out = Json::array();
    for (std::int64_t i = 0; i < schema.value("minItems", 0) && depth < 16; ++i)
      out.push_back(value_of(schema.value("items", Json::object()), depth + 1));
    return out;
  }
  Json out = Json::object();
  if (schema.contains("properties") && depth < 16)
    for (const auto& [key, property] : schema["properties"].items())
      out[key] = value_of(property, depth + 1);
  return out;
}

bool has(const Json& schema, const char* property) {
  return schema.is_object() && schema.contains("properties") &&
         schema["properties"].contains(property);
}

}  // namespace

std::string smallest_value(const std::string& schema) {
  const Json parsed = Json::parse(schema, nullptr, false);
  return parsed.is_discarded() ? "{}" : value_of(parsed, 0).dump();
}

std::string scripted_reply(const Question& question) {
  if (auto reply = tool_reply(question)) return std::move(*reply);
  const Json schema = Json::parse(question.schema, nullptr, false);
  const std::string_view passage = fenced(question.user, "passage");
  const std::string_view answer = fenced(question.user, "answer");
  // Without a schema the system prompt tells what is wanted.
  const auto wants = [&](const char* property) {
    return has(schema, property) ||
           (question.schema.empty() &&
            text::contains(question.system, fmt::format("{{\"{}\":", property)));
  };
  const bool reasons_too =
      has(schema, "pairs") &&
      has(schema["properties"]["pairs"].value("items", Json::object()), "reasoning");
  if (reasons_too && !passage.empty()) return Json{{"pairs", reasoned_pair_of(passage)}}.dump();
  if (wants("reasoning") && !passage.empty())
    return Json{{"reasoning", steps_of(sentences_of(passage, 2))}}.dump();
  const std::string_view steps = fenced(question.user, "reasoning");
  if (wants("answer") && answer.empty() && !steps.empty())
    return Json{{"answer", joined_steps(steps)}}.dump();
  if (wants("pairs") && !passage.empty())
    return Json{{"pairs", Json::array({pair_of(passage, fenced_behind(question.user, passage))})}}
        .dump();
  if (wants("conversations") && !passage.empty())
    return Json{{"conversations", Json::array({conversation_of(passage)})}}.dump();
  const Json unasked{{"clarity", 1}, {"accuracy", 1}, {"usefulness", 1}, {"difficulty", 1}};
  if (wants("ratings"))
    return ratings_of(question.user,
                      question.schema.empty()
                          ? unasked
                          : value_of(schema["properties"]["ratings"]["items"], 0))
        .dump();
  if (wants("answered_by")) return finding_of(question.user, passage).dump();
  if (wants("reasons") && !answer.empty())
    return marks_of(question.schema.empty() ? unasked : Json::parse(smallest_value(question.schema)),
                    question.user)
        .dump();
  if (wants("question") && has(schema, "answer") && !answer.empty())
    return Json{{"question", question_of_answer(answer)}, {"answer", answer}}.dump();
  if (wants("question"))  // the small set's sentence stands alone in its message
    return Json{{"question", question_of_answer(answer.empty() ? question.user : answer)}}.dump();
  if (wants("answer") && !answer.empty()) return Json{{"answer", answer}}.dump();
  if (wants("answer") && !passage.empty()) return Json{{"answer", passage}}.dump();
  if (!question.schema.empty()) return smallest_value(question.schema);
  return "A sentence that answers nothing in particular.";
}

}  // namespace generator::endpoint
