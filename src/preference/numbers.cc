// Another number in the place of one: of the same unit out of the passage, where it has one, else
// one as it might be. Singular stays singular and a word stays a word, so that grammar gives
// nothing away; a count that a list follows is left alone, for the list would.
#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "base/text.h"
#include "preference/ground.h"

namespace generator::preference {
namespace {

constexpr std::string_view kWords[] = {"two", "three", "four", "five", "six",
                                       "seven", "eight", "nine", "ten"};
constexpr std::size_t kMostOthers = 2;

struct Run {
  std::size_t begin = 0, end = 0;
};

// The digits of "64KB", "12-bit", "1,024"; nothing where there are none or several runs.
std::optional<Run> digits(std::string_view text) {
  std::optional<Run> out;
  for (std::size_t i = 0; i < text.size();) {
    if (!text::is_digit(text[i])) {
      ++i;
      continue;
    }
    if (out) return std::nullopt;
    Run run{i, i};
    while (run.end < text.size() && text::is_digit(text[run.end])) ++run.end;
    i = run.end;
    out = run;
  }
  return out;
}

std::optional<std::int64_t> value_of(std::string_view text) {
  const auto run = digits(text);
  if (!run) return std::nullopt;
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data() + run->begin, text.data() + run->end, out);
  if (error != std::errc() || text[run->begin] == '0') return std::nullopt;
  return out;
}

std::string_view unit_of(const measure::Fact& fact) {
  const std::size_t bar = fact.key.find('|');
  return bar == std::string::npos ? "" : std::string_view(fact.key).substr(bar + 1);
}

std::string in_digits(std::string_view text, std::string_view by) {
  const auto run = digits(text);
  if (!run) return std::string(text);
  return std::string(text.substr(0, run->begin)).append(by).append(text.substr(run->end));
}

std::string in_words(std::string_view text, std::string_view by) {
  const std::size_t end = std::min(text.find_first_of(" -\n"), text.size());
  std::string out(by);
  if (text::is_upper(text[0])) out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out.append(text.substr(end));
}

bool is_power_of_two(std::int64_t n) { return n > 1 && (n & (n - 1)) == 0; }

// What somebody might misremember.
std::vector<std::int64_t> near(std::int64_t n) {
  if (is_power_of_two(n) && n >= 8) return {n / 2, n * 2};
  if (n >= 100 && n % 10 == 0) return {n / 10, n * 10};
  if (n >= 1900 && n <= 2100) return {n - 2, n + 1};
  if (n >= 10 && n % 10 == 0) return {n + 10, n / 2};
  if (n >= 10) return {n + n / 4 + 1, n - n / 4 - 1};
  return n > 3 ? std::vector<std::int64_t>{n - 1, n + 1} : std::vector<std::int64_t>{n + 1, n + 2};
}

// The unit of the next size, in the same number: "64KB", "64MB".
std::string in_unit(std::string_view text, std::string_view by) {
  const auto run = digits(text);
  if (!run) return std::string(text);
  const std::size_t unit = text.find_first_not_of(" -", run->end);
  return std::string(text.substr(0, unit)).append(by);
}

void plant_unit(const Ground& ground, const measure::Fact& fact, std::vector<Fault>& out) {
  static constexpr std::pair<std::string_view, std::string_view> kUnits[] = {
      {"bytes", "bits"}, {"bits", "bytes"}, {"byte", "bit"},     {"bit", "byte"},
      {"KB", "MB"},      {"MB", "GB"},      {"GB", "MB"},        {"KiB", "MiB"},
      {"MiB", "GiB"},    {"ms", "s"},       {"seconds", "minutes"}, {"minutes", "hours"}};
  for (const auto& [from, to] : kUnits)
    if (fact.text.ends_with(from) && !text::is_alpha(fact.text[fact.text.size() - from.size() - 1]))
      out.push_back(swapped(ground, FaultKind::kNumber, fact, to, in_unit));
}

void plant_digits(const Ground& ground, const measure::Fact& fact, std::vector<Fault>& out) {
  const auto value = value_of(fact.text);
  // "1 byte" and "2 bytes" are spelt otherwise.
  if (!value || *value < 2) return;
  plant_unit(ground, fact, out);
  std::vector<std::int64_t> values;
  for (const measure::Fact& other : ground.others()) {
    const auto found = value_of(other.text);
    if (other.kind != fact.kind || unit_of(other) != unit_of(fact)) continue;
    if (unit_of(fact).empty()) continue;  // of what, nobody knows
    if (found && *found >= 2 && *found != *value && values.size() < kMostOthers)
      values.push_back(*found);
  }
  const auto likely = near(*value);
  values.insert(values.end(), likely.begin(), likely.end());
  for (const std::int64_t by : values)
    out.push_back(swapped(ground, FaultKind::kNumber, fact, std::to_string(by), in_digits));
}

// "1.8.0" is "1.6.0": the part behind the first point.
std::string in_version(std::string_view text, std::string_view by) {
  const std::size_t point = text.find('.');
  std::size_t end = point + 1;
  while (end < text.size() && text::is_digit(text[end])) ++end;
  return std::string(text.substr(0, point + 1)).append(by).append(text.substr(end));
}

void plant_version(const Ground& ground, const measure::Fact& fact, std::vector<Fault>& out) {
  const std::size_t point = fact.text.find('.');
  if (point == std::string::npos || point + 1 >= fact.text.size()) return;
  std::int64_t minor = 0;
  const char* begin = fact.text.data() + point + 1;
  const auto [end, error] = std::from_chars(begin, fact.text.data() + fact.text.size(), minor);
  if (error != std::errc() || end == begin) return;
  for (const std::int64_t by : {minor + 2, minor - 2})
    if (by >= 0)
      out.push_back(swapped(ground, FaultKind::kNumber, fact, std::to_string(by), in_version));
}

bool counts_a_list(const Ground& ground, const measure::Fact& fact) {
  const std::string_view after = ground.answer().substr(static_cast<std::size_t>(fact.bytes.end));
  const std::size_t stop = after.find_first_of(".\n");
  const std::string_view rest = after.substr(0, stop);
  return text::contains(rest, ":") || text::contains(rest, "--") || text::contains(rest, "—");
}

void plant_word(const Ground& ground, const measure::Fact& fact, std::vector<Fault>& out) {
  const std::string folded = text::to_lower(fact.text);
  for (std::size_t i = 0; i < std::size(kWords); ++i) {
    if (folded != kWords[i] && !folded.starts_with(std::string(kWords[i]) + " ") &&
        !folded.starts_with(std::string(kWords[i]) + "-"))
      continue;
    if (counts_a_list(ground, fact)) return;
    if (i + 1 < std::size(kWords))
      out.push_back(swapped(ground, FaultKind::kNumber, fact, kWords[i + 1], in_words));
    if (i > 0) out.push_back(swapped(ground, FaultKind::kNumber, fact, kWords[i - 1], in_words));
    return;
  }
}

}  // namespace

void plant_numbers(const Ground& ground, std::vector<Fault>& out) {
  std::vector<std::string> done;
  for (const measure::Fact& fact : ground.open()) {
    const bool is_number =
        fact.kind == measure::FactKind::kNumber || fact.kind == measure::FactKind::kVersion;
    if (!is_number || unit_of(fact) == "ordinal" || fact.text.empty()) continue;
    if (std::ranges::find(done, fact.key) != done.end()) continue;
    done.push_back(fact.key);
    if (fact.kind == measure::FactKind::kVersion)
      plant_version(ground, fact, out);
    else if (text::is_digit(fact.text[0]))
      plant_digits(ground, fact, out);
    else
      plant_word(ground, fact, out);
  }
}

}  // namespace generator::preference
