#include "offline/tool_results.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_nouns.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

constexpr std::size_t kShownElements = 8;  // of a list in a sentence
constexpr std::size_t kShownNumbers = 4;   // of data that goes on
constexpr std::size_t kShownLines = 5;     // of a list of sentences
constexpr std::size_t kShownFields = 6;
constexpr std::size_t kLineFields = 3;   // of a thing in a list
constexpr std::size_t kLongest = 160;    // bytes of a text
constexpr std::size_t kLongestInLine = 60;

bool is_unit(std::string_view word) {
  return is_one_of(word, {"kb", "mb", "gb", "tb", "ms", "seconds", "bytes", "percent"});
}

/// " KB" of chunk_size_kb.
std::string unit_of_key(std::string_view key) {
  const tool::Words words = tool::words_of(key);
  if (words.size() < 2 || !is_unit(words.back())) return {};
  std::string out = words.back();
  if (out.size() == 2 && out[1] == 'b') out = {static_cast<char>(out[0] - 32), 'B'};
  return (out == "percent" ? " " : " ") + out;
}

bool is_nested(json::Value list) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list.at(i).is_object() || list.at(i).is_array()) return true;
  return false;
}

/// The first numbers of nested lists.
void collect_numbers(json::Value value, std::vector<std::string>& out) {
  if (value.is_number()) out.emplace_back(value.raw());
  for (std::size_t i = 0; value.is_array() && i < value.size() && out.size() < kShownNumbers; ++i)
    collect_numbers(value.at(i), out);
}

std::string short_list(json::Value value) {
  if (value.size() == 0) return "none";
  std::vector<std::string> numbers;
  if (value.at(0).is_number() || value.at(0).is_array()) collect_numbers(value, numbers);
  if (!numbers.empty()) {
    if (value.size() <= kShownElements && !value.at(0).is_array())
      return text::replace_all(text::replace_all(value.raw(), " ", ""), ",", ", ");
    return fmt::format("{}, …", text::join(numbers, ", "));
  }
  std::vector<std::string> parts;
  if (value.at(0).is_array()) {  // rows, as of a board
    for (std::size_t i = 0; i < std::min(value.size(), kShownElements); ++i) {
      std::vector<std::string> row;
      for (std::size_t j = 0; j < std::min(value.at(i).size(), kShownElements); ++j)
        row.push_back(said(value.at(i).at(j).raw()));
      parts.push_back(text::join(row, " "));
    }
    return fmt::format("\"{}\"", text::join(parts, " / "));
  }
  for (std::size_t i = 0; i < std::min(value.size(), kShownElements); ++i)
    parts.push_back(value.at(i).boolean() ? std::string(value.at(i).raw())
                                          : shortened(said(value.at(i).raw()), kLongest));
  if (value.size() > kShownElements && value.at(0).boolean()) {  // data, as numbers are
    parts.resize(kShownNumbers);
    return fmt::format("{}, …", text::join(parts, ", "));
  }
  if (value.size() > kShownElements)
    return fmt::format("{} and {} more", text::join(parts, ", "), value.size() - kShownElements);
  return enumerated(parts);
}

/// Texts that read as sentences, or nothing.
std::vector<std::string> sentences_of(json::Value list) {
  std::vector<std::string> out;
  bool are_sentences = false;
  for (std::size_t i = 0; i < std::min(list.size(), kShownLines); ++i) {
    if (!list.at(i).is_string()) return {};
    out.push_back(shortened(list.at(i).text(), kLongest));
    are_sentences = are_sentences || std::ranges::count(out.back(), ' ') > 4;
  }
  if (!are_sentences) out.clear();
  return out;
}

std::optional<ResultField> field_of(std::string_view key, json::Value value, int level);

/// "wnguyen (UUID 0acc3ef2)" of an object that has a name.
std::optional<std::string> named_object(json::Value object, int level) {
  std::string name;
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < object.size() && parts.size() < kLineFields; ++i) {
    const std::string_view key = object.key(i);
    const bool is_name = is_one_of(key, {"name", "title", "username", "login", "display_name",
                                         "full_name", "slug"});
    if (is_name && name.empty() && object.at(i).is_string())
      name = shortened(object.at(i).text(), kLongestInLine);
    else if (const auto field = field_of(key, object.at(i), level + 1))
      parts.push_back(field->name + " " + field->value);
  }
  if (name.empty()) return std::nullopt;
  return parts.empty() ? name : fmt::format("{} ({})", name, text::join(parts, ", "));
}

std::optional<ResultField> field_of(std::string_view key, json::Value value, int level) {
  if (value.is_null() || (value.is_string() && text::trim(value.text()).empty()))
    return std::nullopt;
  ResultField out;
  out.name = words_of_key(key);
  out.is_truth = value.boolean().has_value();
  out.is_number = value.is_number();
  if (value.is_array()) out.sentences = sentences_of(value);
  if (!out.sentences.empty()) return out;
  if (!value.is_object()) {
    const bool has_things = value.is_array() && is_nested(value) && value.at(0).is_object();
    if (has_things || (value.is_array() && value.size() == 0)) return std::nullopt;
    out.value = short_value(value) + unit_of_key(key);
    out.is_cut = value.is_array() && out.value.ends_with(", …");
    return out;
  }
  if (level > 1) return std::nullopt;
  if (auto named = named_object(value, level)) {
    out.value = std::move(*named);
    out.is_thing = true;
    return out;
  }
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < value.size() && parts.size() < kShownFields; ++i)
    if (const auto field = field_of(value.key(i), value.at(i), level + 1))
      parts.push_back(field->name + " " + field->value);
  if (value.size() > kShownFields) parts.push_back("…");
  if (parts.empty()) return std::nullopt;
  out.value = text::join(parts, ", ");
  out.is_nested = true;
  return out;
}

}  // namespace

std::string words_of_key(std::string_view key) {
  const bool is_name = !key.empty() && std::ranges::all_of(key, [](char c) {
    return text::is_word(c) || c == '_' || c == '-';
  });
  if (!is_name) return std::string(key);
  tool::Words words = tool::words_of(key);
  if (words.size() > 1 && is_unit(words.back())) words.pop_back();
  for (std::string& word : words) word = spelt_out(word);
  return text::join(words, " ");
}

bool is_formal(std::string_view key, json::Value value) {
  if (is_one_of(key, {"status", "result"}) && value.is_string() &&
      std::ranges::count(value.text(), ' ') == 0)
    return is_one_of(text::to_lower(value.text()),
                     {"success", "successful", "succeeded", "ok", "error", "failed", "failure"});
  return is_one_of(key, {"status", "success", "ok", "message", "error", "code", "result", "isError",
                         "note", "total", "count", "limit", "offset"});
}

std::string shortened(std::string_view text, std::size_t bytes) {
  std::string out(text::trim(text));
  for (char& c : out)
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  if (out.size() > bytes) out = std::string(text::prefix(out, bytes)) + "…";
  return out;
}

std::string short_value(json::Value value) {
  if (value.is_array()) return short_list(value);
  const std::string out = shortened(said(value.raw()), kLongest);
  const bool is_mark = out != "/" && std::ranges::none_of(out, [](char c) {
    return text::is_word(c);
  });
  return is_mark ? fmt::format("\"{}\"", out) : out;
}

std::vector<ResultField> fields_of(json::Value object, bool with_formal) {
  std::vector<ResultField> out;
  for (std::size_t i = 0; i < object.size() && out.size() < kShownFields; ++i) {
    if (!with_formal && is_formal(object.key(i), object.at(i))) continue;
    if (auto field = field_of(object.key(i), object.at(i), 0)) out.push_back(std::move(*field));
  }
  return out;
}

std::optional<std::string> name_in(json::Value object) {
  for (const std::string_view key : {"path", "name", "title", "slug", "display_name", "id", "key", "uri"})
    if (const auto value = object.find(key); value && !value->is_object() && !value->is_array())
      return shortened(said(value->raw()), kLongest);
  for (std::size_t i = 0; i < object.size(); ++i)
    if (object.at(i).is_string() || object.at(i).is_number())
      return shortened(said(object.at(i).raw()), kLongest);
  return std::nullopt;
}

std::string error_text(std::string_view content) {
  const auto document = json::Document::parse(content);
  if (!document) return shortened(content, kLongest);
  const json::Value root = document->root();
  if (root.is_string()) return shortened(root.text(), kLongest);
  for (const std::string_view key : {"message", "error", "detail", "reason"})
    if (const auto found = root.find(key)) {
      if (found->is_string()) return shortened(found->text(), kLongest);
      if (const auto inner = found->find("message")) return shortened(inner->text(), kLongest);
    }
  return shortened(content, kLongest);
}

std::string ended(std::string text) {
  if (!text.empty() && std::string_view(".!?…").find(text.back()) == std::string_view::npos)
    text += '.';
  return text;
}

}  // namespace generator::offline
