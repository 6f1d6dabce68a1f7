#include "world/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "base/hash.h"
#include "base/text.h"
#include "tool/entity_words.h"
#include "tool/schema.h"
#include "tool/words.h"
#include "world/schema_check.h"
#include "world/words.h"
#include "world/world.h"

namespace generator::world {
namespace {

bool has_word(std::string_view plain, std::initializer_list<std::string_view> words) {
  for (const std::string_view part : text::split(plain, ' '))
    if (std::ranges::find(words, part) != words.end()) return true;
  return false;
}

std::string slug(std::string_view name) {
  std::string out = text::join(tool::words_of(name), "-");
  return out.empty() ? "item" : out;
}

// The choice of which the description says that it stands for nothing: "`.` means empty square".
std::optional<std::string> empty_choice(json::Value choices, std::string_view description) {
  for (std::size_t i = 0; i < choices.size(); ++i) {
    for (const char quote : {'`', '\'', '"'}) {
      const std::string named = fmt::format("{}{}{} means ", quote, choices.at(i).text(), quote);
      const std::size_t at = description.find(named);
      if (at == std::string_view::npos) continue;
      const std::string_view rest = description.substr(at + named.size());
      for (const std::string_view word : {"empty", "nobody", "no ", "none", "nothing", "not "})
        if (rest.starts_with(word)) return std::string(choices.at(i).raw());
    }
  }
  return std::nullopt;
}

struct Range {
  double low = 0, high = 0;
  int decimals = 0;
};

Range number_range(std::string_view plain) {
  if (has_word(plain, {"latitude", "lat"})) return {36.0, 59.0, 5};
  if (has_word(plain, {"longitude", "lng", "lon"})) return {-9.0, 24.0, 5};
  if (has_word(plain, {"multiplier"})) return {1.0, 1.6, 1};
  if (has_word(plain, {"low"})) return {9, 14, 0};
  if (has_word(plain, {"high"})) return {15, 24, 0};
  if (has_word(plain, {"price", "amount", "cost", "fee", "balance", "fare", "salary"}))
    return {8.0, 240.0, 2};
  if (has_word(plain, {"probability", "confidence", "score", "share", "ratio", "similarity"}))
    return {0.55, 0.98, 2};
  if (has_word(plain, {"rating"})) return {3.2, 5.0, 1};
  if (has_word(plain, {"percent", "percentage", "humidity", "progress"})) return {20, 95, 0};
  if (has_word(plain, {"temperature", "temp"})) return {4.0, 29.0, 1};
  if (has_word(plain, {"year"})) return {2015, 2026, 0};
  if (has_word(plain, {"age"})) return {1, 12, 0};
  if (has_word(plain, {"port"})) return {8000, 9100, 0};
  if (has_word(plain, {"timestamp", "epoch"})) return {1'767'225'600, 1'790'000'000, 0};
  if (has_word(plain, {"priority", "quantity", "level", "page", "version"})) return {1, 5, 0};
  if (has_word(plain, {"offset", "skip"})) return {0, 0, 0};
  if (has_word(plain, {"size", "bytes", "length"})) return {1'200, 84'000, 0};
  if (has_word(plain, {"duration", "seconds", "time", "eta", "minutes"})) return {60, 1'500, 0};
  if (has_word(plain, {"distance", "km", "miles"})) return {0.8, 24.0, 1};
  if (has_word(plain, {"width", "height"})) return {320, 1'920, 0};
  if (has_word(plain, {"id", "number"})) return {1'000, 9'999, 0};
  return {2, 40, 0};
}

double bound_of(json::Value schema, std::string_view key, double otherwise) {
  const auto bound = schema.find(key);
  return bound ? bound->number().value_or(otherwise) : otherwise;
}

std::string number_value(json::Value schema, std::string_view plain, bool is_whole,
                         std::uint64_t seed) {
  Range range = number_range(plain);
  const double least =
      std::max(bound_of(schema, "minimum", -1e18),
               bound_of(schema, "exclusiveMinimum", -1e18) + (is_whole ? 1 : 1e-3));
  const double most = std::min(bound_of(schema, "maximum", 1e18),
                               bound_of(schema, "exclusiveMaximum", 1e18) - (is_whole ? 1 : 1e-3));
  if (range.high < least || range.low > most || range.low < least || range.high > most) {
    range.low = std::max(range.low, least);
    range.high = std::min(range.high, most);
    if (range.low > range.high) {  // what the name means lies outside
      range.low = least > -1e17 ? least : most - 10;
      range.high = most < 1e17 ? std::min(most, range.low + 10) : range.low + 10;
    }
    if (!is_whole && range.high - range.low <= 2) range.decimals = std::max(range.decimals, 2);
  }
  const double unit = static_cast<double>(seed % 100'003) / 100'003.0;
  const double value = range.low + unit * (range.high - range.low);
  const double step = bound_of(schema, "multipleOf", 0);
  if (step > 0)
    return fmt::format("{}",
                       std::ceil(range.low / step) * step + step * static_cast<double>(seed % 3));
  if (is_whole)
    return fmt::format("{}", static_cast<std::int64_t>(std::round(std::clamp(value, -9e15, 9e15))));
  const double scale = std::pow(10.0, range.decimals);
  return fmt::format("{}", std::clamp(std::round(value * scale) / scale, least, most));
}

std::string format_value(std::string_view format, const Wanted& wanted, std::uint64_t seed) {
  if (format == "date") return date_value(seed);
  if (format == "date-time") return time_value(seed);
  if (format == "time") return time_value(seed).substr(11);
  if (format == "uuid") return uuid_value(seed);
  if (format == "email" || format == "idn-email") return text_value({"email"}, seed);
  if (format.starts_with("uri") || format == "url" || format == "iri")
    return text_value({"url", wanted.kind}, seed);
  if (format == "ipv4")
    return fmt::format("10.{}.{}.{}", seed % 40, seed / 40 % 250, 1 + seed / 9000 % 250);
  if (format == "ipv6")
    return fmt::format("2001:db8::{:x}:{:x}", seed % 65'536, seed / 65'536 % 65'536);
  if (format == "hostname") return fmt::format("{}.example.com", pick(adjectives(), seed));
  if (format == "byte" || format == "base64") return "U2FtcGxlIGRhdGE=";
  if (format == "duration") return fmt::format("PT{}M", 5 + seed % 50);
  return {};
}

std::string fit_length(json::Value schema, std::string text) {
  const auto most =
      static_cast<std::size_t>(std::clamp(bound_of(schema, "maxLength", 1e6), 0.0, 1e6));
  const auto least =
      static_cast<std::size_t>(std::clamp(bound_of(schema, "minLength", 0), 0.0, 1e5));
  text = text::prefix(text, most);
  while (text::length(text) < least) text += text.empty() || text.back() == ' ' ? 'x' : text.back();
  return text;
}

std::string email_of(std::uint64_t seed) {
  return fmt::format("{}.{}@example.com", text::to_lower(pick(first_names(), seed)),
                     text::to_lower(pick(last_names(), seed / 16)));
}

}  // namespace

std::uint64_t seed_of(std::uint64_t seed, std::string_view a, std::string_view b,
                      std::string_view c) {
  std::uint64_t out = seed * 0x9E3779B97F4A7C15ull;
  for (const std::string_view part : {a, b, c})
    out = (out ^ checksum(part)) * 0x9E3779B97F4A7C15ull + 1;
  return out ^ (out >> 29);
}

std::uint64_t field_seed(std::uint64_t seed, std::string_view scope, std::string_view plain_name) {
  if (has_word(plain_name, {"currency", "timezone", "locale"})) return seed_of(seed, plain_name);
  const bool is_person = has_word(plain_name, {"email"}) || plain_name == "first name" ||
                         plain_name == "full name" || plain_name == "last name";
  return seed_of(seed, scope, is_person ? "person" : plain_name);
}

std::string date_value(std::uint64_t seed) {
  return fmt::format("{}-{:02}-{:02}", 2025 + seed % 2, 1 + seed / 2 % 9, 1 + seed / 32 % 28);
}

std::string time_value(std::uint64_t seed) {
  return fmt::format("{}T{:02}:{:02}:{:02}Z", date_value(seed), 7 + seed / 1024 % 12,
                     seed / 12'288 % 60, seed / 737'280 % 60);
}

std::string uuid_value(std::uint64_t seed) {
  const std::uint64_t a = seed_of(seed, "uuid"), b = seed_of(a, "uuid");
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", a >> 32, (a >> 16) & 0xffff, a & 0xfff,
                     0x8000 | (b >> 50), b & 0xffffffffffff);
}

std::string text_value(const Wanted& wanted, std::uint64_t seed) {
  const std::string plain = plain_name(wanted.name);
  if (has_word(plain, {"email", "mail"})) return email_of(seed);
  if (plain == "first name" || plain == "given name") return std::string(pick(first_names(), seed));
  if (plain == "last name" || plain == "surname") return std::string(pick(last_names(), seed / 16));
  if (plain == "full name")
    return fmt::format("{} {}", pick(first_names(), seed), pick(last_names(), seed / 16));
  if (plain == "description" && wanted.kind == "product")
    return std::string(pick(products_said(), seed));
  if (has_word(plain, {"phone", "telephone", "mobile"}))
    return fmt::format("+44 20 7946 0{:03}", seed % 1'000);
  if (has_word(plain, {"uuid", "guid"})) return uuid_value(seed);
  if (has_word(plain, {"date", "day", "birthday"})) return date_value(seed);
  if (has_word(plain, {"created", "updated", "modified", "timestamp", "at", "datetime", "since"}))
    return time_value(seed);
  const std::string what = slug(wanted.kind.empty() ? plain : wanted.kind);
  if (has_word(plain, {"image", "picture", "photo", "avatar", "icon"}))
    return fmt::format("https://images.example.com/{}/{:x}.png", what, seed % 0xfffff);
  if (has_word(plain, {"url", "uri", "href", "link", "website", "homepage"}))
    return fmt::format("https://example.com/{}/{:x}", what, seed % 0xfffff);
  if (has_word(plain, {"version"})) return fmt::format("v{}", 1 + seed % 3);
  if (has_word(plain, {"token", "secret", "hash", "sha", "etag"}))
    return fmt::format("{:016x}{:04x}", seed_of(seed, "token"), seed & 0xffff);
  if (plain == "title" || plain == "subject")
    if (const Pool names = names_for(wanted.kind); !names.empty())
      return std::string(pick(names, seed));
  if (const Pool words = words_for(plain); !words.empty()) return std::string(pick(words, seed));
  const tool::Words parts = tool::words_of(wanted.name);
  if (!parts.empty()) {
    const std::string& last = parts.back();
    if (const Pool words = words_for(last); !words.empty()) return std::string(pick(words, seed));
    if (last == "path" || last == "directory" || last == "file")
      return fmt::format("/data/{}/{}", what, pick(adjectives(), seed));
    if (last == "name" || last == "slug" || last == "title") {
      const std::string_view of =
          parts.size() > 1 ? std::string_view(parts[parts.size() - 2]) : wanted.kind;
      for (const std::string_view kind : {of, wanted.kind})
        if (const Pool names = names_for(kind); !names.empty())
          return std::string(pick(names, seed));
      return fmt::format("{}-{}", pick(adjectives(), seed), what);
    }
    if (last == "id" || last == "key" || last == "code" || last == "identifier")
      return fmt::format("{}-{:04x}", what, seed & 0xffff);
    if (const Pool names = names_for(tool::singular(last)); !names.empty())
      return std::string(pick(names, seed));
  }
  return fmt::format("{} {}", pick(adjectives(), seed), plain.empty() ? "value" : plain);
}

std::vector<std::string> full_choices(json::Value schema) {
  std::vector<std::string> out;
  const auto choices = schema.find("enum");
  if (!choices) return out;
  const auto empty = empty_choice(*choices, schema.text_of("description"));
  for (std::size_t i = 0; i < choices->size(); ++i)
    if (choices->at(i).raw() != empty.value_or("")) out.emplace_back(choices->at(i).raw());
  return out;
}

std::string leaf_value(json::Value schema, const Wanted& wanted, std::uint64_t seed) {
  if (const auto one = schema.find("const")) return std::string(one->raw());
  const std::string_view said = schema.text_of("description", wanted.description);
  if (const auto choices = schema.find("enum"); choices && choices->size() > 0)
    return empty_choice(*choices, said)
        .value_or(std::string(choices->at(seed % choices->size()).raw()));
  const std::string_view type = tool::type_of(schema);
  const std::string plain = plain_name(wanted.name);
  if (const auto examples = schema.find("examples"); examples && examples->size() > 0) {
    const json::Value example = examples->at(seed % examples->size());
    const tool::Words words = tool::words_of(plain);
    const bool names = !words.empty() && tool::handle_of(words.back()) != tool::kNoHandle;
    const bool is_uuid = example.text().size() == 36 && example.text()[8] == '-';
    if (is_uuid) return json::quote(uuid_value(seed));
    if (!names && fits_leaf(schema, example)) return std::string(example.raw());
  }
  if (type == "boolean") {
    const bool is_negative = has_word(plain, {"deleted", "archived", "disabled", "error", "locked",
                                              "closed", "private", "truncated", "deprecated"});
    return is_negative ? "false" : "true";
  }
  if (type == "null") return "null";
  if (type == "integer" || type == "number")
    return number_value(schema, plain, type == "integer", seed);
  std::string text = format_value(schema.text_of("format"), wanted, seed);
  if (text.empty()) text = text_value({wanted.name, wanted.kind, said}, seed);
  return json::quote(fit_length(schema, std::move(text)));
}

}  // namespace generator::world
