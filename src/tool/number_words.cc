#include "tool/number_words.h"

#include <string>
#include <unordered_map>

#include "base/text.h"

namespace generator::tool {
namespace {

constexpr std::size_t kLongestWord = 16;  // bytes

// A line a language, from zero or one on; "|" between words for one number, "-" where there is none.
struct Row {
  int first;
  bool is_ordinal;
  std::string_view words;
};
constexpr Row kRows[] = {
    {0, false,
     "zero one|single|once two|twice|both|couple three four five six seven eight nine ten eleven "
     "twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"},
    {1, true,
     "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"},
    {0, false, "null ein|eins|eine|einen|einem zwei|beide|beiden drei vier fünf sechs sieben acht neun "
               "zehn elf zwölf"},
    {1, true, "erste|ersten|erster zweite|zweiten|zweiter dritte|dritten|dritter vierte|vierten "
              "fünfte|fünften"},
    {0, false, "cero uno|una dos tres cuatro cinco seis siete ocho nueve diez - doce"},
    {1, true, "primero|primera|primer segundo|segunda tercero|tercera|tercer cuarto|cuarta "
              "quinto|quinta"},
    {0, false, "- une deux trois quatre cinq - sept huit neuf dix onze douze"},
    {1, true, "premier|première|premiers|premières deuxième troisième quatrième cinquième"},
    {1, false, "- due tre quattro cinque sei sette otto nove dieci"},
    {1, true, "primo|prima secondo|seconda terzo|terza"},
    {1, false, "um|uma dois|duas - quatro - - sete oito - dez"},
    {1, true, "primeiro|primeira"},
    {0, false, "零 一 二|两 三 四 五 六 七 八 九 十"}};

struct Other {
  std::string_view word;
  double value;
  bool is_scale;
};
constexpr Other kOthers[] = {
    {"thirty", 30, false}, {"forty", 40, false},   {"fifty", 50, false},   {"sixty", 60, false},
    {"seventy", 70, false}, {"eighty", 80, false}, {"ninety", 90, false},  {"half", 0.5, false},
    {"quarter", 0.25, false}, {"dozen", 12, true}, {"hundred", 100, true}, {"thousand", 1000, true},
    {"million", 1e6, true}, {"billion", 1e9, true}, {"hundert", 100, true}, {"tausend", 1000, true},
    {"cien", 100, true},   {"ciento", 100, true},  {"mil", 1000, true},    {"cent", 100, true},
    {"mille", 1000, true}, {"百", 100, true},      {"千", 1000, true},     {"万", 1e4, true}};

const std::unordered_map<std::string, NumberWord>& words() {
  static const auto kWords = [] {
    std::unordered_map<std::string, NumberWord> out;
    for (const Row& row : kRows) {
      double value = row.first;
      for (const std::string_view same : text::words(row.words)) {
        for (const std::string_view word : text::split(same, '|'))
          if (word != "-") out.emplace(word, NumberWord{value, false, row.is_ordinal});
        ++value;
      }
    }
    for (const auto& [word, value, is_scale] : kOthers)
      out.emplace(word, NumberWord{value, is_scale, false});
    return out;
  }();
  return kWords;
}

struct Unit {
  std::string_view names;
  double factor;
};
constexpr double kKilo = 1024, kMinute = 60, kHour = 3600, kDay = 24;
constexpr Unit kUnits[] = {
    {"% percent prozent", 0.01},
    {"k", 1e3},
    {"m", 1e6},
    {"k kb kib kilobytes", kKilo},
    {"m mb mib megabytes", kKilo * kKilo},
    {"g gb gib gigabytes", kKilo * kKilo * kKilo},
    {"g gb gib gigabytes tb tib", kKilo},
    {"ms milliseconds", 0.001},
    {"s sec second seconds sekunden segundos secondes", 1000},
    {"min minute minutes minuten minutos", kMinute},
    {"h hour hours stunde stunden hora horas heure heures", kHour},
    {"h hour hours stunde stunden hora horas heure heures", kMinute},
    {"day days tag tage tagen día días jour jours", kHour * kDay},
    {"day days tag tage tagen día días jour jours", kDay},
    {"week weeks woche wochen semana semanas semaines", 7},
    {"s w south west", -1}};  // of degrees

}  // namespace

std::optional<NumberWord> number_word(std::string_view lower) {
  if (lower.empty() || lower.size() > kLongestWord || text::is_digit(lower[0])) return std::nullopt;
  const auto found = words().find(std::string(lower));
  if (found == words().end()) return std::nullopt;
  return found->second;
}

std::vector<double> unit_factors(std::string_view lower) {
  if (lower.empty() || lower.size() > kLongestWord || text::is_digit(lower[0])) return {};
  static const auto kFactors = [] {
    std::unordered_map<std::string, std::vector<double>> out;
    for (const auto& [names, factor] : kUnits)
      for (const std::string_view name : text::words(names))
        out[std::string(name)].push_back(factor);
    return out;
  }();
  const auto found = kFactors.find(std::string(lower));
  return found == kFactors.end() ? std::vector<double>() : found->second;
}

}  // namespace generator::tool
