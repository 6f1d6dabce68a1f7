// A question is read without its page. So every "the" in it must be earned: by a noun that the
// pages are about (then any one is meant, and it becomes "a"), by words around it that make it a
// name ("the dataset creation property list"), or by an "of ..." behind it. Everything else is
// refused here, once for all question families.
#include "offline/topic.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace generator::offline {
namespace {

using text::is_upper;

constexpr std::array kTitleWords = {"introduction",
                                    "overview",
                                    "readme",
                                    "changelog",
                                    "changes",
                                    "news",
                                    "guide",
                                    "manual",
                                    "reference",
                                    "user",
                                    "user's",
                                    "users",
                                    "tutorial",
                                    "getting",
                                    "started",
                                    "with",
                                    "to",
                                    "the",
                                    "a",
                                    "an",
                                    "of",
                                    "for",
                                    "and",
                                    "in",
                                    "on",
                                    "by",
                                    "documentation",
                                    "docs",
                                    "faq",
                                    "frequently",
                                    "asked",
                                    "questions",
                                    "about",
                                    "using",
                                    "how",
                                    "installation",
                                    "installing",
                                    "install",
                                    "usage",
                                    "building",
                                    "build",
                                    "license",
                                    "contributing",
                                    "development",
                                    "developer",
                                    "api",
                                    "quick",
                                    "start",
                                    "quickstart",
                                    "features",
                                    "what",
                                    "is",
                                    "why",
                                    "table",
                                    "contents",
                                    "release",
                                    "notes",
                                    "version",
                                    "examples",
                                    "example",
                                    "todo",
                                    "contents",
                                    "part",
                                    "chapter",
                                    "appendix",
                                    "general",
                                    "information",
                                    "copyright",
                                    "welcome",
                                    "home",
                                    "index",
                                    "help",
                                    "support",
                                    "bugs",
                                    "known",
                                    "issues",
                                    "requirements",
                                    "configuration",
                                    "options",
                                    "summary",
                                    "background",
                                    "new",
                                    "your",
                                    "specification",
                                    "description",
                                    "format",
                                    "programming",
                                    "file",
                                    "library",
                                    "design",
                                    "architecture",
                                    "debian",
                                    "linux",
                                    "unix",
                                    "windows"};

bool is_title_word(std::string_view lower) {
  return std::find(kTitleWords.begin(), kTitleWords.end(), lower) != kTitleWords.end();
}

/// Written so that it can only be a name: HDF5, CMake, libcurl2, PostgreSQL.
bool looks_like_name(std::string_view word) {
  if (word.size() < 2 || word.find('_') != std::string_view::npos) return false;
  std::size_t capitals = 0;
  std::size_t digits = 0;
  for (const char c : word) {
    if (is_upper(c)) ++capitals;
    if (text::is_digit(c)) ++digits;
    if (!text::is_word(c) && c != '+' && c != '.' && c != '-') return false;
  }
  if (text::is_digit(word[0])) return false;
  return capitals >= 2 || (capitals >= 1 && digits >= 1) ||
         (is_upper(word[0]) && capitals == 1 && false);
}

std::string_view without_marks(std::string_view token) {
  while (!token.empty() && !text::is_word(token.front())) token.remove_prefix(1);
  while (!token.empty() && !text::is_word(token.back()) && token.back() != '+')
    token.remove_suffix(1);
  return token;
}

constexpr std::uint32_t kEndsNoun = kDeterminer | kPreposition | kConjunction | kSubordinator |
                                    kModal | kBe | kHave | kDo | kNot | kPronoun;

/// The noun phrase behind an article at `i` (exclusive of it): its end.
std::size_t noun_phrase_end(const Sentence& s, std::size_t i, std::size_t end) {
  std::size_t j = i;
  while (j < end) {
    const Word& word = s[j];
    const bool verb = word.is(kVerbThird | kParticiple) && !word.is(kNounToo) && j > i;
    if (word.is(kEndsNoun) || (verb && !word.code) || word.lower == "to") break;
    if (word.is(kAdverb) && j > i && !word.is(kLooseAdjective)) break;
    ++j;
    if (word.after != 0) break;
  }
  return j;
}

}  // namespace

std::string product_of_title(std::string_view title) {
  const std::string plain = plain_text(title);
  std::vector<std::string_view> kept;
  for (const auto token : text::words(plain)) {
    const auto word = without_marks(token);
    if (word.empty()) continue;
    if (looks_like_name(word) && !is_title_word(text::to_lower(word))) {
      static constexpr std::array kNoNames = {
          "README",  "API",     "FAQ",   "NEWS",    "TODO",    "CHANGELOG", "CHANGES", "LICENSE",
          "COPYING", "INSTALL", "HOWTO", "RFC",     "URL",     "UTF-8",     "ASCII",   "UNIX",
          "GNU",     "HTML",    "NOTE",  "II",      "III",     "IV",        "VI",      "OS",
          "UI",      "CLI",     "ID",    "SQL",     "JSON",    "XML",       "YAML",    "CSV",
          "HTTP",    "TCP",     "IP",    "VERSION", "AUTHORS", "NOTES",     "USAGE",   "OK",
          "CI",      "PDF",     "CPU",   "GPU",     "DLL",     "USB"};
      if (std::find(kNoNames.begin(), kNoNames.end(), word) == kNoNames.end())
        return std::string(word);
    }
    kept.push_back(word);
  }
  return "";
}

Topic::Topic(const Chunk& chunk) {
  std::string before;
  for (const auto line : text::lines(chunk.text)) {
    const auto trimmed = text::trim(line);
    const bool heading = trimmed.starts_with('#');
    bool first = true;
    for (const auto token : text::words(trimmed)) {
      const auto word = without_marks(token);
      if (word.empty()) continue;
      std::string lower = text::to_lower(word);
      if (heading) {
        if (!is_title_word(lower) && look_up(lower).classes == 0) concepts_.insert(singular(lower));
      } else if (lower == word) {
        common_.insert(std::move(lower));
      } else if (!first && is_upper(word[0])) {
        names_.insert(std::string(word));
      }
      const char end = token.back();
      first = end == '.' || end == ':' || end == '?' || end == '!' || end == '|' || token == "-" ||
              token == "*";
    }
  }
  for (const auto& heading : chunk.headings) {
    if (product_.empty()) product_ = product_of_title(heading);
    for (const auto token : text::words(heading)) {
      const std::string lower = text::to_lower(without_marks(token));
      if (lower.size() > 2 && !is_title_word(lower)) concepts_.insert(singular(lower));
    }
  }
  // "# ripgrep (rg)": a title of one or two words is the name itself, if the text uses it as one.
  if (product_.empty() && !chunk.headings.empty()) {
    const std::string title = plain_text(chunk.headings.front());
    const auto words = text::words(title);
    if (!words.empty() && words.size() <= 3) {
      const auto first = without_marks(words.front());
      const std::string lower = text::to_lower(first);
      const bool named = names_.contains(first) || (lower == first && common_.contains(lower));
      const bool alone = words.size() == 1 || !text::is_word(words[1][0]);
      if (named && alone && !is_title_word(lower) && look_up(lower).classes == 0 &&
          !common_.contains(singular(lower) + "s"))
        product_ = std::string(first);
    }
  }
}

bool Topic::is_concept(std::string_view lower) const { return concepts_.contains(singular(lower)); }

bool Topic::is_name(const Word& word) const {
  if (word.code || looks_like_name(word.text)) return true;
  return is_upper(word.text[0]) && !common_.contains(word.lower) && names_.contains(word.text);
}

bool Topic::names_product(std::string_view question) const {
  return product_.empty() || text::contains(question, product_);
}

std::string Topic::in_sentence_case(std::string_view title) const {
  std::string out;
  const std::string plain = plain_text(title);
  for (const auto token : text::words(plain)) {
    const auto bare = without_marks(token);
    const std::string lower = text::to_lower(bare);
    const bool name = is_identifier(bare) || looks_like_name(bare) || bare == product_ ||
                      (!bare.empty() && is_upper(bare[0]) && names_.contains(bare) &&
                       !common_.contains(lower) && look_up(lower).classes == 0);
    if (!out.empty()) out += ' ';
    out += name ? std::string(token) : text::to_lower(token);
  }
  return out;
}

void Topic::append_word(const Sentence& s, Range range, std::size_t i, std::string& out) const {
  const Word& word = s[i];
  if (!out.empty()) out += ' ';
  const bool quoted = !word.text.empty() && word.text.front() == '`';
  if (word.code && !quoted) {
    out += '`' + word.text + '`';
  } else if (i == 0 && is_upper(word.text[0]) && !word.code && !is_name(word)) {
    out += word.lower;
  } else {
    out += word.text;
  }
  const bool last = i + 1 >= range.end;
  if (!last && word.after == ',') out += ',';
  if (!last && word.after == ';') out += ';';
  if (!last && word.after == '-') out += " \xE2\x80\x93";
}

bool Topic::append_definite(const Sentence& s, Range range, std::size_t& i,
                            std::string& out) const {
  const std::size_t begin = i + 1;
  const std::size_t end = noun_phrase_end(s, begin, range.end);
  if (end == begin) return false;
  const Word& head = s[end - 1];
  const std::size_t size = end - begin;
  const bool of = end < range.end && head.after == 0 &&
                  (s[end].lower == "of" || s[end].lower == "in" || s[end].lower == "for" ||
                   s[end].lower == "between");
  if (head.is(kPageNoun)) return false;
  const Word& first = s[begin];
  if (first.is(kLooseAdjective) && !(of && size > 1) && first.lower != "maximum" &&
      first.lower != "minimum")
    return false;
  if (first.is(kPointer)) return false;
  const auto finish = [&](std::string_view article, std::size_t from) {
    if (!article.empty()) {
      if (!out.empty()) out += ' ';
      out += article;
    }
    for (std::size_t k = from; k < end; ++k) append_word(s, range, k, out);
    i = end;
    return true;
  };
  if (size > 1 || of || is_name(head)) return finish("the", begin);
  if (head.lower == "library" && !product_.empty()) {
    if (!out.empty()) out += ' ';
    out += "the " + product_;
    append_word(s, range, begin, out);
    i = end;
    return true;
  }
  if (head.is(kClear)) return finish("the", begin);
  if (head.is(kRole) || is_concept(head.lower))
    return finish(is_plural(head.lower) ? "" : indefinite_article(head.lower), begin);
  return false;
}

std::optional<std::string> Topic::phrase(const Sentence& s, Range range) const {
  return phrase(s, range, false);
}

std::optional<std::string> Topic::phrase_behind(const Sentence& s, Range range) const {
  return phrase(s, range, true);
}

std::optional<std::string> Topic::phrase(const Sentence& s, Range range, bool noun_seen) const {
  std::string out;
  range.end = std::min(range.end, s.size());
  for (std::size_t i = range.begin; i < range.end;) {
    const Word& word = s[i];
    if (word.after == ':' || word.after == '.' || word.after == '?' || word.after == '!')
      if (i + 1 < range.end) return std::nullopt;
    if (word.text.find_first_of("|<>{}[]=\"\\") != std::string::npos && !word.code)
      return std::nullopt;
    if (!word.code) {
      if (word.lower == "the") {
        if (!append_definite(s, range, i, out)) return std::nullopt;
        noun_seen = true;
        continue;
      }
      if (word.is(kConnective) && word.lower != "besides" && word.lower != "instead" &&
          i > range.begin) {
        ++i;
        continue;
      }
      if (word.is(kPossessive)) {
        if (!noun_seen) return std::nullopt;
      } else if (word.is(kDemonstrative | kPronoun | kSelf)) {
        const bool relative =
            word.lower == "that" && i > range.begin && !s[i - 1].is(kPreposition | kVerbBase);
        const bool quantifier = word.lower == "none" || word.lower.starts_with("any") ||
                                word.lower.starts_with("every");
        if (!relative && !quantifier) return std::nullopt;
      }
      if (word.is(kPointer) && word.lower != "respectively") return std::nullopt;
      if (word.is(kPageNoun) && (i == range.begin || !s[i - 1].is(kArticle) || true) &&
          word.lower != "page" && word.lower != "pages" && word.lower != "document" &&
          word.lower != "section" && word.lower != "topic")
        return std::nullopt;
    }
    noun_seen = noun_seen || !word.is(kEndsNoun);
    append_word(s, range, i, out);
    ++i;
  }
  if (out.empty()) return std::nullopt;
  return out;
}

}  // namespace generator::offline
