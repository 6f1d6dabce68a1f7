#include "offline/tool_settings.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_nouns.h"
#include "tool/entity_words.h"
#include "tool/field_query.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::Origin;
using tool::SketchArgument;
using Tokens = std::vector<std::string>;

bool is_number(const SketchArgument& argument) {
  return !argument.value.empty() && std::string_view("-0123456789").find(argument.value[0]) !=
                                        std::string_view::npos;
}

bool is_text(const SketchArgument& argument) { return argument.value.starts_with('"'); }

bool is_count(const SketchArgument& argument) {
  return is_number(argument) &&
         is_one_of(text::to_lower(argument.name),
                   {"limit", "max_results", "page_size", "per_page", "top_k", "count", "rows",
                    "maxresults", "pagesize", "perpage", "size", "first"});
}

/// "Number of links to return": just so many, where a limit lets there be fewer.
bool is_exact(const SketchArgument& argument) {
  return text::to_lower(argument.name) == "count" &&
         text::to_lower(argument.description).starts_with("number of ");
}

/// "elements per chunk" of "Number of elements per chunk".
std::string counted(const SketchArgument& argument) {
  Tokens words = tokens_of(first_sentence(argument.description));
  const bool is_so = words.size() > 2 && bare(words[0]) == "number" && words[1] == "of" &&
                     is_plural(bare(words[2]));
  if (!is_so) return {};
  Tokens out;
  for (std::size_t i = 2; i < words.size() && out.size() < 4; ++i) {
    if (bare(words[i]) == "in" && i + 1 < words.size() && bare(words[i + 1]) == "the") break;
    if (bare(words[i]) == "to" && i + 1 < words.size()) {  // "to read"
      ++i;
      continue;
    }
    out.push_back(words[i]);
  }
  return text::join(out, " ");
}

/// "read/write" of "Access mode: 'r' (read-only), 'r+' (read/write)" for r+.
std::string gloss(const SketchArgument& argument) {
  if (!is_text(argument)) return {};
  const std::string mark = fmt::format("'{}' (", said(argument.value));
  const std::size_t at = argument.description.find(mark);
  if (at == std::string::npos) return {};
  const std::size_t begin = at + mark.size();
  const std::size_t end = argument.description.find(')', begin);
  return end == std::string::npos ? std::string() : argument.description.substr(begin, end - begin);
}

/// " seconds" of "Duration of the operation in seconds".
std::string unit(const SketchArgument& argument) {
  const Tokens words = tokens_of(first_sentence(argument.description));
  for (std::size_t i = 0; i + 1 < words.size(); ++i)
    if (const std::string lower = bare(words[i + 1]);
        bare(words[i]) == "in" &&
        is_one_of(lower, {"seconds", "milliseconds", "minutes", "hours", "days", "weeks", "bytes",
                          "kilobytes", "megabytes", "meters", "metres", "kilometers", "kilometres",
                          "miles", "pixels", "percent", "degrees", "grams", "kilograms"}))
      return " " + lower;
  return {};
}

/// What joins a setting of that kind to what is asked for; "with" of most.
std::string_view joint_of(const std::string& noun) {
  const std::string last = text::to_lower(noun.substr(noun.rfind(' ') + 1));
  if (is_one_of(last, {"topic", "subject", "theme"})) return "on";
  if (is_one_of(last, {"language", "currency", "format", "category", "timezone"})) return "in";
  if (is_one_of(last, {"city", "town", "country", "region", "location", "place", "area", "date",
                       "day", "month", "year", "period", "season"}))
    return "for";
  return "with";
}

/// "the type debug" of "message type", where a message is spoken of.
std::optional<std::string> of_type(const std::string& noun, const std::string& value,
                                   const std::string& object) {
  const std::size_t space = noun.rfind(' ');
  if (space == std::string::npos || !is_one_of(noun.substr(space + 1), {"type", "kind"}))
    return std::nullopt;
  if ((" " + object + " ").find(" " + noun.substr(0, space) + " ") == std::string::npos)
    return std::nullopt;
  return fmt::format("of the {} {}", noun.substr(space + 1), value);
}

/// "element per chunk" of "elements per chunk".
std::string one_of(const std::string& things) {
  const std::size_t end = std::min(things.find(' '), things.size());
  return std::string(tool::singular(things.substr(0, end))) + things.substr(end);
}

std::string of_number(const SketchArgument& argument, const std::string& noun,
                      const std::string& value) {
  const tool::Words name = tool::words_of(argument.name);
  if (name.size() == 2 && name[0] == "max")
    return fmt::format("with at most {} {}", value, plural(singular(name[1])));
  if (const std::string things = counted(argument); !things.empty())
    return fmt::format("with {} {}", value, value == "1" ? one_of(things) : things);
  // A number that names something: "for the text resource 1834"
  const bool is_handle = name.size() > 1 && is_one_of(name.back(), {"id", "number", "no"}) &&
                         noun.find(' ' + name.back()) == std::string::npos;
  if (is_handle) return fmt::format("for the {} {}", noun, value);
  return fmt::format("with {} {} of {}{}", indefinite_article(noun), noun, value, unit(argument));
}

// Two numbers that say one place.

struct Place {
  std::string_view first, second;  // last words of the names
};

constexpr Place kPlaces[] = {{"latitude", "longitude"}, {"lat", "lon"}, {"lat", "lng"},
                             {"lat", "long"},           {"row", "column"}, {"row", "col"}};

const SketchArgument* partner(const SketchArgument& argument, const Place& place,
                              const std::vector<const SketchArgument*>& rest) {
  tool::Words name = tool::words_of(argument.name);
  if (name.empty() || name.back() != place.first || !is_number(argument)) return nullptr;
  name.back() = place.second;
  for (const SketchArgument* other : rest)
    if (is_number(*other) && tool::words_of(other->name) == name) return other;
  return nullptr;
}

/// "from 52.5, 13.4"
std::string place_text(const SketchArgument& first, const SketchArgument& second,
                       const Place& place) {
  if (place.first == "row")
    return fmt::format("in row {}, column {}", first.value, second.value);
  const std::string of = tool::words_of(first.name)[0];
  std::string_view joint = "at";
  if (is_one_of(of, {"start", "from", "origin", "pickup", "source", "begin"})) joint = "from";
  if (is_one_of(of, {"end", "to", "destination", "dropoff", "target"})) joint = "to";
  return fmt::format("{} {}, {}", joint, first.value, second.value);
}

void add_places(Phrase& out, std::vector<const SketchArgument*>& rest) {
  for (std::size_t i = 0; i < rest.size(); ++i)
    for (const Place& place : kPlaces)
      if (const SketchArgument* other = partner(*rest[i], place, rest)) {
        out.place += (out.place.empty() ? "" : " ") + place_text(*rest[i], *other, place);
        std::erase(rest, other);
        rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i--));
        break;
      }
  for (std::size_t i = 0; i < rest.size(); ++i) {  // the other one is to be told later
    const tool::Words name = tool::words_of(rest[i]->name);
    if (name.empty() || !is_one_of(name.back(), {"row", "column"}) || !is_number(*rest[i])) continue;
    out.place += fmt::format("{}in {} {}", out.place.empty() ? "" : " ", name.back(), rest[i]->value);
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i--));
  }
  // From a place alone nothing goes anywhere: "time estimates at 52.5, 13.4"
  if (out.place.starts_with("from ") && out.place.find(" to ") == std::string::npos)
    out.place.replace(0, 4, "at");
}

/// "the open pull requests" of a state that is asked for.
bool add_state(Phrase& out, const SketchArgument& argument) {
  const tool::Words name = tool::words_of(argument.name);
  const std::string value = said(argument.value);
  const bool is_state = !name.empty() && is_one_of(name.back(), {"state", "status"}) &&
                        is_text(argument) && !value.empty() &&
                        std::ranges::all_of(value, [](char c) { return c >= 'a' && c <= 'z'; });
  if (!is_state || !is_one_of(out.verb, {"get", "list", "show", "find", "search"})) return false;
  const Tokens words = tokens_of(out.object);
  std::size_t end = 0;
  while (end < words.size() && !is_joint(bare(words[end]))) ++end;
  if (end == 0 || !is_plural(bare(words[end - 1]))) return false;
  const std::string first = bare(words[0]);
  const bool is_determined = is_article(first) || first == "their";
  const std::size_t at = is_determined ? words[0].size() + 1 : 0;
  if (at >= out.object.size()) return false;
  out.object.insert(at, value + " ");
  return true;
}

/// "list all pets" → "list at most 5 pets"
void put_limit(Phrase& out, const std::string& limit) {
  const Tokens words = tokens_of(out.object);
  const bool is_all = out.object.starts_with("all ");
  std::size_t end = 0;
  while (end < words.size() && !is_joint(bare(words[end]))) ++end;
  const bool is_bare = end > 0 && is_plural(bare(words[end - 1])) && !is_article(bare(words[0])) &&
                       !is_one_of(bare(words[0]), {"their", "my"});
  constexpr std::string_view kEntries = "for entries whose ";
  std::string& where = out.rest.find(kEntries) == std::string::npos ? out.object : out.rest;
  if (const std::size_t at = where.find(kEntries); at != std::string::npos)
    where.insert(at + 4, limit + " ");
  else if (is_all) out.object = limit + out.object.substr(3);
  else if (is_bare) out.object = limit + " " + out.object;
  else out.limit = limit + " entries";
}

}  // namespace

std::string of_query(const SketchArgument& argument) {
  const bool is_query = argument.description.find(":value") != std::string::npos;
  if (!is_query || !is_text(argument)) return {};
  const std::string value = said(argument.value);
  const auto query = tool::split_field_query(value);
  if (!query) return {};
  return fmt::format("for entries whose {} is {}", spelt_name(query->field), query->value);
}

std::string setting(const SketchArgument& argument, const std::string& object) {
  const std::string value = quoted(argument.value);
  const std::string noun = noun_of(argument);
  if (argument.origin == Origin::kChosen)
    return fmt::format("with the {} {}", spelt_out(tool::words_of(argument.name).back()), value);
  if (is_number(argument)) return of_number(argument, noun, value);
  if (const std::string query = of_query(argument); !query.empty()) return query;
  if (argument.value == "true") return "with " + noun;
  if (argument.value == "false") return "without " + noun;
  if (argument.value.starts_with('{')) return "with " + value;
  if (argument.value.starts_with('[')) {
    if (const std::string things = counted(argument); !things.empty())
      return fmt::format("with {} {}", value, things);
    const bool is_one = argument.value.starts_with("[\"") &&
                        argument.value.find(',') == std::string::npos;
    const std::size_t space = noun.rfind(' ') == std::string::npos ? 0 : noun.rfind(' ') + 1;
    return fmt::format("with the {} {}", is_one ? noun.substr(0, space) + singular(noun.substr(space))
                                                : plural(noun), value);
  }
  if (const std::string told = gloss(argument); !told.empty())
    return fmt::format("with {} {} ({})", noun, value, told);
  if (const auto type = of_type(noun, value, object)) return *type;
  if (noun == "version") return fmt::format("in version {}", value);
  const std::string_view joint = joint_of(noun);
  if (joint == "for" || joint == "on") return fmt::format("{} {}", joint, said(argument.value));
  return fmt::format("{} the {} {}", joint, noun, value);
}

void add_settings(Phrase& out, const std::vector<const SketchArgument*>& all) {
  std::vector<const SketchArgument*> rest;
  for (const SketchArgument* argument : all)
    if (argument->noun.empty()) rest.push_back(argument);
  add_places(out, rest);
  std::string limit;
  for (const SketchArgument* argument : rest) {
    if (is_count(*argument)) {
      limit = (is_exact(*argument) ? "" : "at most ") + said(argument->value);
      continue;
    }
    if (add_state(out, *argument)) continue;
    std::string text = setting(*argument, out.object);
    const bool has_with = out.rest.starts_with("with ") || out.rest.find(" with ") != std::string::npos;
    if (has_with && text.starts_with("with ")) text = "and " + text.substr(5);
    out.rest += (out.rest.empty() ? "" : " ") + text;
  }
  if (!limit.empty()) put_limit(out, limit);
}

void put_operands(Tokens& words, std::vector<const SketchArgument*>& rest) {
  std::vector<std::string> values;
  std::size_t others = 0;
  for (const SketchArgument* argument : rest) {
    if (argument->noun.empty() && is_number(*argument)) values.push_back(argument->value);
    else ++others;
  }
  constexpr std::string_view kNumerals[] = {"two", "three", "four"};
  for (std::size_t i = 1; i + 1 < words.size() && others == 0; ++i)
    for (std::size_t count = 2; count <= std::size(kNumerals) + 1; ++count) {
      const bool is_so = values.size() == count && bare(words[i]) == kNumerals[count - 2] &&
                         is_one_of(bare(words[i + 1]), {"numbers", "values", "integers"});
      if (!is_so) continue;
      words[i] = enumerated(values);
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i) + 1);
      rest.clear();
      return;
    }
  // "echo the input string"
  const bool is_one = rest.size() == 1 && rest[0]->noun.empty() && is_text(*rest[0]) &&
                      rest[0]->is_required;
  if (!is_one || words.size() < 2) return;
  const bool is_input = std::ranges::all_of(words.begin() + 1, words.end(), [](const auto& word) {
    return is_article(bare(word)) || is_one_of(bare(word), {"input", "string", "text", "message",
                                                            "given", "provided"});
  });
  if (!is_input) return;
  words.resize(1);
  words.push_back(fmt::format("\"{}\"", said(rest[0]->value)));
  rest.clear();
}

}  // namespace generator::offline
