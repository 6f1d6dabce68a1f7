// The closed classes of English in full, and every form of every verb of the table.
#include "offline/lexicon.h"

#include <string>
#include <unordered_map>

#include "base/text.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

struct ClassRow {
  std::uint32_t classes;
  std::string_view words;
};

constexpr ClassRow kClosed[] = {
    {kArticle | kDeterminer, "a an the"},
    {kDeterminer,
     "each every any some no all both either neither another several many most few more fewer less "
     "much enough "
     "one two three four five six seven eight nine ten my your his her our zero multiple various"},
    {kDeterminer | kDemonstrative, "this that these those such"},
    {kPronoun,
     "it they them he she him itself themselves himself this these those something anything "
     "nothing "
     "everything someone anyone everyone none others"},
    {kDeterminer | kPossessive, "its their his her"},
    {kSelf, "we our us i my me ours myself ourselves let's"},
    {kPreposition,
     "of in on at by for with from to into onto via per through between among within without under "
     "over "
     "across during before after about against along as than toward towards upon except despite "
     "beyond "
     "inside outside off like unlike near behind beside besides around throughout"},
    {kConjunction, "and or but nor plus"},
    {kSubordinator,
     "if when while because since unless until although though whereas whether once where that "
     "which who "
     "whose whom whenever wherever how why what so"},
    {kModal,
     "can could may might must shall should will would cannot can't won't shouldn't couldn't "
     "wouldn't"},
    {kBe, "is are was were isn't aren't wasn't weren't"},
    {kHave, "has have had"},
    {kDo, "do does did"},
    {kNot, "not never"},
    {kAdverb,
     "also then thus hence therefore however often always sometimes usually only just even still "
     "already "
     "now soon again too very quite rather almost instead otherwise typically normally generally "
     "first "
     "together yet ever once twice well currently automatically directly simply explicitly "
     "implicitly "
     "initially finally actually fully partially never not both either far further apart away back "
     "down "
     "up out later afterwards beforehand meanwhile moreover furthermore additionally"},
    {kAdverb | kConnective,
     "however therefore thus hence consequently accordingly also then moreover furthermore "
     "additionally "
     "meanwhile nevertheless nonetheless instead further besides indeed finally"},
    {kPointer,
     "above below following follows previous preceding previously earlier later here there former "
     "latter aforementioned "
     "foregoing overleaf elsewhere subsequent next respectively"},
    {kLooseAdjective,
     "same initial new newly other first second third last given specified resulting corresponding "
     "returned current "
     "appropriate entire whole latter former desired example sample selected original actual only "
     "remaining "
     "first-named named relevant required necessary rest two three four old various certain "
     "particular "
     "different similar above right left best final further additional whole exact latest usual "
     "simplest"},
    {kPageNoun,
     "figure figures example examples section sections chapter chapters page pages paragraph "
     "diagram diagrams "
     "illustration appendix footnote tutorial guide article document topic subsection listing "
     "sidebar "
     "overview introduction summary caption screenshot"},
    {kLooseOrdinal | kLooseAdjective, "second third fourth fifth sixth seventh eighth ninth tenth"},
    {kPointing,
     "see shown listed described discussed code table tables part found more details click "
     "mentioned "
     "stated noted manual steps sub-section scenario sub-sections"},
    {kRole,
     "application applications program programs user users caller callers programmer developer "
     "developers "
     "programmers administrator client clients"},
    {kClear,
     "internet network compiler shell terminal kernel web cloud cpu gpu filesystem browser linker"},
    {kPlural,
     "data criteria metadata people children indices vertices matrices media men women phenomena"},
};

class Words {
 public:
  Words() {
    for (const auto& row : kClosed)
      for (const auto word : text::words(row.words))
        entries_[std::string(word)].classes |= row.classes;
    for (const Verb& verb : verbs()) {
      const std::uint32_t noun = verb.noun ? kNounToo : 0u;
      add(verb.base, kVerbBase | noun, verb);
      add(verb.third, kVerbThird | noun, verb);
      add(verb.past, kVerbPast, verb);
      add(verb.participle, kParticiple, verb);
      add(verb.gerund, kGerund, verb);
    }
  }

  Entry find(std::string_view lower) const {
    const auto hit = entries_.find(lower);
    return hit == entries_.end() ? Entry{} : hit->second;
  }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };

  void add(const std::string& form, std::uint32_t classes, const Verb& verb) {
    Entry& entry = entries_[form];
    constexpr std::uint32_t kClosedClass =
        kModal | kBe | kHave | kDo | kSubordinator | kPreposition;
    if (entry.classes & kClosedClass) return;  // "like", "can", "will" are what they mostly are
    entry.classes |= classes;
    if (entry.verb == nullptr) entry.verb = &verb;
  }

  std::unordered_map<std::string, Entry, Hash, std::equal_to<>>
      entries_;  // looked up, never walked
};

}  // namespace

Entry look_up(std::string_view lower) {
  static const Words words;
  Entry entry = words.find(lower);
  if (entry.classes == 0 && lower.size() > 4 && lower.ends_with("ly")) entry.classes = kAdverb;
  return entry;
}

bool is_plural(std::string_view lower) {
  if (lower.size() < 3) return false;
  if (look_up(lower).classes & kPlural) return true;
  if (!lower.ends_with('s')) return false;
  for (const auto ending : {"ss", "us", "is", "'s", "ics"})
    if (lower.ends_with(ending)) return false;
  static constexpr std::string_view kNotPlural[] = {"always", "perhaps", "alias", "series",
                                                    "canvas", "bias",    "gas",   "atlas",
                                                    "pandas", "news",    "lens",  "ms"};
  for (const auto word : kNotPlural)
    if (lower == word) return false;
  return !(look_up(lower).classes & (kBe | kHave | kDo | kPreposition | kPronoun | kDeterminer));
}

std::string singular(std::string_view lower) {
  const bool has_ending = is_plural(lower) && lower.ends_with('s');
  return has_ending ? tool::without_plural_ending(lower) : std::string(lower);
}

std::string_view indefinite_article(std::string_view word) {
  while (!word.empty() && !text::is_word(word.front())) word.remove_prefix(1);
  if (word.empty()) return "a";
  const std::string lower = text::to_lower(word);
  // Spelt out letter by letter: an HDF5 file, an SQL query, an `H5T_ORDER`; but a UNIX system, a
  // NULL.
  std::size_t capitals = 0;
  while (capitals < word.size() && text::is_upper(word[capitals])) ++capitals;
  const bool letters =
      capitals >= 2 || (capitals == 1 && word.size() > 1 && text::is_digit(word[1]));
  if (letters) {
    for (const auto spoken : {"unix", "null", "nasa", "nato", "json", "sat", "ram", "rom", "lan",
                              "fifo", "mac", "raid", "sim", "rest", "nan"})
      if (lower.starts_with(spoken)) return "a";
    return std::string_view("AEFHILMNORSX").find(word[0]) != std::string_view::npos ? "an" : "a";
  }
  for (const auto silent : {"hour", "honest", "honor", "heir"})
    if (lower.starts_with(silent)) return "an";
  for (const auto consonant :
       {"use", "usi", "usa", "uni", "ubi", "uti", "uri", "one", "once", "eu", "ufo"})
    if (lower.starts_with(consonant) && !lower.starts_with("unin") && !lower.starts_with("unim"))
      return "a";
  return std::string_view("aeiou").find(lower[0]) != std::string_view::npos ? "an" : "a";
}

}  // namespace generator::offline
