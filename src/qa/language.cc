#include "qa/language.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>

#include "base/text.h"

namespace generator::qa {
namespace {

struct Language {
  std::string_view code;
  std::string_view names;  // in lower case, between bars
  std::string_view words;  // small words that the others do not have, between spaces
};

constexpr std::array<Language, 7> kLanguages = {{
    {"en", "|english|en|",
     " the of and is are what how which when does with for this that from be can why do to "},
    {"de", "|german|deutsch|de|",
     " der das und ist sind wie welche wann mit für dass von wird nicht warum einen einem eine ein "
     "zu auf kann werden man "},
    {"fr", "|french|français|francais|fr|",
     " le les et est sont quel quelle comment quand avec pour dans une du des pourquoi peut qui "
     "sur fait "},
    {"es", "|spanish|español|espanol|es|",
     " el los las y es son qué cómo cuándo con para una del por cuál puede quién sobre se "},
    {"it", "|italian|italiano|it|",
     " il gli e è sono quale come quando con per una della di perché può che nel si "},
    {"pt", "|portuguese|português|portugues|pt|",
     " o os e é são qual como quando com para uma do da por pode que não em "},
    {"nl", "|dutch|nederlands|nl|",
     " het een en is zijn wat hoe welke wanneer met voor dat van waarom kan niet op wordt "},
}};

struct Script {
  std::string_view code;
  std::string_view names;
};
constexpr std::array<Script, 5> kScripts = {{{"ja", "|japanese|日本語|ja|"},
                                             {"zh", "|chinese|中文|zh|"},
                                             {"ko", "|korean|한국어|ko|"},
                                             {"ru", "|russian|русский|ru|"},
                                             {"el", "|greek|ελληνικά|el|"}}};

struct Letters {
  std::size_t kana = 0, han = 0, hangul = 0, cyrillic = 0, greek = 0, latin = 0;
};

Letters count_letters(std::string_view s) {
  Letters out;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const auto b = static_cast<unsigned char>(s[i]);
    const auto next = static_cast<unsigned char>(i + 1 < s.size() ? s[i + 1] : 0);
    if (text::is_alpha(s[i]) || (b >= 0xC3 && b <= 0xC5)) ++out.latin;
    if (b == 0xCE || b == 0xCF) ++out.greek;
    if (b >= 0xD0 && b <= 0xD3) ++out.cyrillic;
    if (b == 0xE3 && (next == 0x81 || next == 0x82 || next == 0x83)) ++out.kana;
    if (b >= 0xE4 && b <= 0xE9) ++out.han;
    if (b >= 0xEA && b <= 0xED) ++out.hangul;
  }
  return out;
}

// The language of a script that only one of ours uses.
std::string_view by_script(const Letters& n) {
  const std::size_t wide = n.kana + n.han + n.hangul;
  if (wide * 2 >= n.latin && wide >= 4) {
    if (n.hangul > n.kana + n.han) return "ko";
    return n.kana > 0 ? "ja" : "zh";
  }
  if (n.cyrillic > n.latin && n.cyrillic >= 4) return "ru";
  if (n.greek > n.latin && n.greek >= 4) return "el";
  return {};
}

// A bit for every language that has the small word.
unsigned languages_of(std::string_view word) {
  static const auto table = [] {
    std::unordered_map<std::string_view, unsigned> all;  // looked up, never walked
    for (std::size_t i = 0; i < kLanguages.size(); ++i)
      for (const auto small : text::words(kLanguages[i].words)) all[small] |= 1U << i;
    return all;
  }();
  const auto at = table.find(word);
  return at == table.end() ? 0 : at->second;
}

}  // namespace

std::string_view language_of(std::string_view s) {
  s = s.substr(0, 1200);
  if (const auto code = by_script(count_letters(s)); !code.empty()) return code;
  std::array<int, kLanguages.size()> hits{};
  bool in_code = false;
  for (const std::string_view raw : text::words(s)) {
    const bool was_code = in_code;
    const auto marks = std::count(raw.begin(), raw.end(), '`');
    in_code = in_code != (marks % 2 == 1);
    if (was_code || in_code || marks > 0) continue;
    std::string word = text::to_lower(raw);
    while (!word.empty() && !text::is_word(word.back())) word.pop_back();
    const unsigned spoken_in = languages_of(word);
    for (std::size_t i = 0; spoken_in != 0 && i < kLanguages.size(); ++i)
      hits[i] += (spoken_in >> i & 1U) != 0 ? 1 : 0;
  }
  const auto best = std::max_element(hits.begin(), hits.end());
  int second = 0;
  for (auto at = hits.begin(); at != hits.end(); ++at)
    if (at != best) second = std::max(second, *at);
  if (*best < 3 || *best < 2 * second) return {};
  return kLanguages[static_cast<std::size_t>(best - hits.begin())].code;
}

std::string_view language_code(std::string_view name) {
  const std::string wanted = "|" + text::to_lower(text::trim(name)) + "|";
  for (const auto& language : kLanguages)
    if (text::contains(language.names, wanted)) return language.code;
  for (const auto& script : kScripts)
    if (text::contains(script.names, wanted)) return script.code;
  return {};
}

}  // namespace generator::qa
