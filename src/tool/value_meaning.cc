#include "tool/value_meaning.h"

#include <algorithm>
#include <string_view>

#include "base/text.h"
#include "tool/schema.h"

namespace generator::tool {
namespace {

constexpr int kDeepest = 6;
constexpr std::size_t kLongest = 60;  // bytes: more is an explanation, and no word for a value

/// What follows "means", to the end of its clause; "" where that is too long.
std::string clause(std::string_view rest) {
  std::size_t end = 0;
  while (end < rest.size() && rest[end] != ',' && rest[end] != ';' && rest[end] != '\n' &&
         !(rest[end] == '.' && (end + 1 == rest.size() || rest[end + 1] == ' ' || rest[end + 1] == '\n')))
    ++end;
  const std::string_view out = text::trim(rest.substr(0, end));
  return out.size() > kLongest ? std::string() : std::string(out);
}

void read_description(const std::string& field, json::Value schema, std::vector<ValueMeaning>& out) {
  const std::string_view type = type_of(schema);
  const std::string_view said = schema.text_of("description");
  for (const std::string_view sign : {" means ", " stands for "})
    for (std::size_t at = said.find(sign); at != std::string_view::npos; at = said.find(sign, at + 1)) {
      const char quote = at == 0 ? ' ' : said[at - 1];
      if (quote != '`' && quote != '\'' && quote != '"') continue;
      const std::size_t begin = at < 2 ? std::string_view::npos : said.rfind(quote, at - 2);
      if (begin == std::string_view::npos) continue;
      const std::string_view value = said.substr(begin + 1, at - begin - 2);
      std::string meaning = clause(said.substr(at + sign.size()));
      if (value.empty() || meaning.empty()) continue;
      std::string json = type == "string" ? json::quote(value) : std::string(value);
      if (json::Document::parse(json)) out.push_back({field, std::move(json), std::move(meaning)});
    }
}

void walk(const std::string& field, json::Value schema, json::Value root, int depth,
          std::vector<ValueMeaning>& out) {
  if (depth > kDeepest) return;
  schema = resolve(schema, root);
  read_description(field, schema, out);
  if (const auto items = schema.find("items")) walk("", *items, root, depth + 1, out);
  for (const std::string_view key : {"allOf", "oneOf", "anyOf"})
    if (const auto all = schema.find(key))
      for (std::size_t i = 0; i < all->size(); ++i) walk(field, all->at(i), root, depth + 1, out);
  if (const auto properties = schema.find("properties"))
    for (std::size_t i = 0; i < properties->size(); ++i)
      walk(std::string(properties->key(i)), properties->at(i), root, depth + 1, out);
}

}  // namespace

std::vector<ValueMeaning> value_meanings(json::Value schema) {
  std::vector<ValueMeaning> out;
  walk("", schema, schema, 0, out);
  return out;
}

}  // namespace generator::tool
