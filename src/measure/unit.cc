// A unit is taken only from a closed table, so that "3 datasets" is the number 3 and "64 kilobytes"
// is "64 KB".
#include "measure/number.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace generator::measure {
namespace {

struct Unit {
  std::string_view spelling;
  std::string_view canonical;
};

// Case matters where it must (Mb is a megabit); sorted by spelling for the binary search.
constexpr auto kUnits = [] {
  std::array units = {
      Unit{"%", "%"},
      Unit{"percent", "%"},
      Unit{"B", "byte"},
      Unit{"byte", "byte"},
      Unit{"bytes", "byte"},
      Unit{"Byte", "byte"},
      Unit{"Bytes", "byte"},
      Unit{"bit", "bit"},
      Unit{"bits", "bit"},
      Unit{"KB", "kb"},
      Unit{"kB", "kb"},
      Unit{"kb", "kb"},
      Unit{"kilobyte", "kb"},
      Unit{"kilobytes", "kb"},
      Unit{"KiB", "kib"},
      Unit{"kibibytes", "kib"},
      Unit{"MB", "mb"},
      Unit{"mb", "mb"},
      Unit{"megabyte", "mb"},
      Unit{"megabytes", "mb"},
      Unit{"MiB", "mib"},
      Unit{"mebibytes", "mib"},
      Unit{"GB", "gb"},
      Unit{"gb", "gb"},
      Unit{"gigabyte", "gb"},
      Unit{"gigabytes", "gb"},
      Unit{"GiB", "gib"},
      Unit{"gibibytes", "gib"},
      Unit{"TB", "tb"},
      Unit{"tb", "tb"},
      Unit{"terabyte", "tb"},
      Unit{"terabytes", "tb"},
      Unit{"TiB", "tib"},
      Unit{"PB", "pb"},
      Unit{"petabytes", "pb"},
      Unit{"PiB", "pib"},
      Unit{"EB", "eb"},
      Unit{"exabytes", "eb"},
      Unit{"Kb", "kbit"},
      Unit{"Mb", "mbit"},
      Unit{"Gb", "gbit"},
      Unit{"Kbit", "kbit"},
      Unit{"Mbit", "mbit"},
      Unit{"Gbit", "gbit"},
      Unit{"bps", "bps"},
      Unit{"kbps", "kbps"},
      Unit{"Mbps", "mbps"},
      Unit{"Gbps", "gbps"},
      Unit{"MB/s", "mb/s"},
      Unit{"GB/s", "gb/s"},
      Unit{"KB/s", "kb/s"},
      Unit{"kB/s", "kb/s"},
      Unit{"TB/s", "tb/s"},
      Unit{"ns", "ns"},
      Unit{"nanosecond", "ns"},
      Unit{"nanoseconds", "ns"},
      Unit{"us", "us"},
      Unit{"microsecond", "us"},
      Unit{"microseconds", "us"},
      Unit{"ms", "ms"},
      Unit{"msec", "ms"},
      Unit{"millisecond", "ms"},
      Unit{"milliseconds", "ms"},
      Unit{"s", "s"},
      Unit{"sec", "s"},
      Unit{"secs", "s"},
      Unit{"second", "s"},
      Unit{"seconds", "s"},
      Unit{"min", "min"},
      Unit{"mins", "min"},
      Unit{"minute", "min"},
      Unit{"minutes", "min"},
      Unit{"h", "h"},
      Unit{"hr", "h"},
      Unit{"hrs", "h"},
      Unit{"hour", "h"},
      Unit{"hours", "h"},
      Unit{"day", "day"},
      Unit{"days", "day"},
      Unit{"week", "week"},
      Unit{"weeks", "week"},
      Unit{"month", "month"},
      Unit{"months", "month"},
      Unit{"year", "year"},
      Unit{"years", "year"},
      Unit{"Hz", "hz"},
      Unit{"kHz", "khz"},
      Unit{"KHz", "khz"},
      Unit{"MHz", "mhz"},
      Unit{"GHz", "ghz"},
      Unit{"nm", "nm"},
      Unit{"um", "um"},
      Unit{"mm", "mm"},
      Unit{"cm", "cm"},
      Unit{"m", "m"},
      Unit{"km", "km"},
      Unit{"g", "g"},
      Unit{"kg", "kg"},
      Unit{"mg", "mg"},
      Unit{"V", "v"},
      Unit{"mV", "mv"},
      Unit{"W", "w"},
      Unit{"kW", "kw"},
      Unit{"px", "px"},
      Unit{"pixel", "px"},
      Unit{"pixels", "px"},
      Unit{"dpi", "dpi"},
      Unit{"fps", "fps"},
      Unit{"token", "token"},
      Unit{"tokens", "token"},
      Unit{"D", "dimension"},
      Unit{"d", "dimension"},
      Unit{"dimensional", "dimension"},
      Unit{"dimension", "dimension"},
      Unit{"dimensions", "dimension"},
      Unit{"x", "times"},
      Unit{"times", "times"},
      Unit{"fold", "times"},
      Unit{"k", "thousand"},
      Unit{"K", "thousand"},
      Unit{"M", "million"},
      Unit{"G", "billion"},
      Unit{"thousand", "thousand"},
      Unit{"million", "million"},
      Unit{"billion", "billion"},
      Unit{"trillion", "trillion"},
      Unit{"degrees", "degree"},
      Unit{"degree", "degree"},
      Unit{"st", "ordinal"},
      Unit{"nd", "ordinal"},
      Unit{"rd", "ordinal"},
      Unit{"th", "ordinal"},
  };
  std::sort(units.begin(), units.end(),
            [](const Unit& a, const Unit& b) { return a.spelling < b.spelling; });
  return units;
}();

// With a space before them these are words or names more often than units.
constexpr std::string_view kOnlyAttached[] = {"D", "d", "x",  "k",  "K",  "M",
                                              "G", "h", "st", "nd", "rd", "th"};

std::string_view unit_of(std::string_view spelling) {
  const auto found =
      std::lower_bound(kUnits.begin(), kUnits.end(), spelling,
                       [](const Unit& unit, std::string_view s) { return unit.spelling < s; });
  return found != kUnits.end() && found->spelling == spelling ? found->canonical
                                                              : std::string_view{};
}

char at_or_nul(std::string_view text, std::size_t at) { return at < text.size() ? text[at] : '\0'; }

std::size_t word_end(std::string_view text, std::size_t at) {
  while (at < text.size() && text::is_word(text[at])) ++at;
  return at;
}

}  // namespace

// A unit word at `at`; "MB/s" is one word.
bool take_unit(std::string_view text, std::size_t at, bool attached, Number& number) {
  std::size_t end = word_end(text, at);
  if (end == at) return false;
  if (text.substr(end).starts_with("/s") && word_end(text, end + 1) == end + 2 &&
      !unit_of(text.substr(at, end + 2 - at)).empty())
    end += 2;
  const std::string_view word = text.substr(at, end - at);
  const std::string_view unit = unit_of(word);
  if (unit.empty()) return false;
  if (!attached && std::find(std::begin(kOnlyAttached), std::end(kOnlyAttached), word) !=
                       std::end(kOnlyAttached))
    return false;
  number.unit = unit;
  number.end = end;
  return true;
}

// The unit after a space or a hyphen, or a per-cent sign.
void read_unit(std::string_view text, Number& number) {
  std::size_t at = number.end;
  if (at_or_nul(text, at) == '%') {
    number.unit = "%";
    number.end = at + 1;
    return;
  }
  const char between = at_or_nul(text, at);
  if (between == '+') ++at;  // "64+ bytes"
  if (at_or_nul(text, at) != ' ' && at_or_nul(text, at) != '-') return;
  ++at;
  if (at_or_nul(text, at) == '%') {
    number.unit = "%";
    number.end = at + 1;
    return;
  }
  if (text::starts_with_ignoring_case(text.substr(std::min(at, text.size())), "per cent") &&
      word_end(text, at + 8) == at + 8) {
    number.unit = "%";
    number.end = at + 8;
    return;
  }
  take_unit(text, at, text[at - 1] == '-', number);
}

}  // namespace generator::measure
