// A question is read without its page. So every "the" in it must be earned: by a noun that the
// pages are about (then any one is meant, and it becomes "a"), by words around it that make it a
// name ("the dataset creation property list"), or by an "of ..." behind it. Everything else is
// refused here, once for all question families.
#include "offline/topic.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "offline/title.h"

namespace generator::offline {
namespace {

using text::is_upper;

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

bool has(const std::unordered_set<std::string_view>& words, std::string_view word) {
  return words.contains(word);
}

// "Performance", "Networking": words that English makes of others, and nobody calls a product.
bool ends_like_a_noun(std::string_view lower) {
  return std::ranges::any_of(std::array<std::string_view, 9>{"tion", "sion", "ance", "ence", "ing",
                                                             "ment", "ity", "ness", "ics"},
                             [&](std::string_view end) { return lower.ends_with(end); });
}

}  // namespace

Topic::Topic(const Chunk& chunk) : text_(chunk.text) {
  common_.reserve(text_.size() / 12);
  bool fenced = false;
  std::unordered_set<std::string_view> spoken;  // with a capital, also at the front of a sentence
  std::string before;
  for (const auto line : text::lines(chunk.text)) {
    const auto trimmed = text::trim(line);
    const bool heading = trimmed.starts_with('#');
    if (trimmed.starts_with("```")) fenced = !fenced;
    bool first = true;
    for (const auto token : text::words(trimmed)) {
      const auto word = without_marks(token);
      if (word.empty()) continue;
      if (!heading && is_upper(word[0])) spoken.insert(word);
      if (heading) {
        const std::string lower = text::to_lower(word);
        if (!is_title_word(lower) && look_up(lower).classes == 0) concepts_.insert(singular(lower));
      } else if (std::none_of(word.begin(), word.end(), text::is_upper)) {
        if (!fenced && token.front() != '`') common_.insert(word);  // `tidemark` is a command
      } else if (!first && is_upper(word[0]) && !trimmed.starts_with('|')) {
        names_.insert(word);
      }
      const char end = token.back();
      first = end == '.' || end == ':' || end == '?' || end == '!' || end == '|' || token == "-" ||
              token == "*";
    }
  }
  // The headings of source code are names of definitions, not of a product.
  if (chunk.kind == ChunkKind::kCode) return;
  if (!chunk.headings.empty()) product_ = product_of_title(chunk.headings.front());
  // "Parser for Rust code" names nothing unless the text calls something Parser.
  if (!looks_like_name(product_) && !has(spoken, product_)) product_.clear();
  for (const auto& heading : chunk.headings) {
    for (const auto token : text::words(heading)) {
      const std::string lower = text::to_lower(without_marks(token));
      if (lower.size() > 2 && !is_title_word(lower)) concepts_.insert(singular(lower));
    }
  }
  if (product_.empty() && !chunk.headings.empty())
    product_ = named_in(plain_text(chunk.headings.front()));
}

/// The name in a title that is not spelt as one: "# ripgrep (rg)", "# semver(1) -- ...", where the
/// text uses the word as a name; "# Command line of Tidemark", where the others are in small
/// letters.
std::string Topic::named_in(std::string_view title) const {
  const auto words = text::words(title);
  if (words.empty()) return "";
  const auto fits = [&](std::string_view word) {
    const std::string lower = text::to_lower(word);
    const bool shouts = word.size() > 4 && std::none_of(word.begin(), word.end(), [](char c) {
                          return c >= 'a' && c <= 'z';
                        });
    return word.size() > 1 && !shouts && !is_no_name(word) && !is_title_word(lower) &&
           look_up(lower).classes == 0 && !has(common_, singular(lower) + "s");
  };
  std::string_view first = words.front();
  first = first.substr(0, first.find('('));
  const bool scoped = first.starts_with('@') && text::contains(first, "/");
  first = without_marks(first);
  const bool alone =
      words.size() == 1 || !text::is_word(words[1][0]) || words.front().ends_with(':');
  if (scoped && alone) return "@" + std::string(first);
  const bool named = has(names_, first) || (text::to_lower(first) == first && has(common_, first));
  if (named && alone && fits(first)) return std::string(first);
  // "# Tidemark manual, part 2": what stands beside a name in a title and nothing else.
  const auto stands_beside = [](std::string_view word) {
    const std::string lower = text::to_lower(without_marks(word));
    return lower.empty() || text::is_digit(lower[0]) || is_title_word(lower);
  };
  const std::string lower_first = text::to_lower(first);
  if (words.size() > 1 && !first.empty() && is_upper(first[0]) && fits(first) &&
      !has(common_, lower_first) && !ends_like_a_noun(lower_first) &&
      std::all_of(words.begin() + 1, words.end(), stands_beside))
    return std::string(first);
  const bool sentence_case = std::any_of(words.begin() + 1, words.end(), [](std::string_view word) {
    constexpr std::uint32_t kSmall = kPreposition | kConjunction | kDeterminer | kSubordinator;
    return word.size() > 3 && word[0] >= 'a' && word[0] <= 'z' && !(look_up(word).classes & kSmall);
  });
  for (std::size_t i = 1; i < words.size(); ++i) {
    const auto word = without_marks(words[i]);
    if (word.empty() || !is_upper(word[0]) || !fits(word)) continue;
    const bool used = has(names_, word) && !has(common_, text::to_lower(word) + "s");
    const std::string before = text::to_lower(words[i - 1]);
    const bool introduced = sentence_case && !is_plural(text::to_lower(word)) &&
                            !has(common_, text::to_lower(word)) &&
                            (before == "of" || before == "with" || before == "how");
    if (used || introduced) return std::string(word);
  }
  return "";
}

/// How it stands in a question: a name without capitals is set in code font.
std::string Topic::product_in_text() const {
  const bool plain = std::any_of(product_.begin(), product_.end(), is_upper) &&
                     product_.find_first_of("@/_") == std::string::npos;
  return plain || product_.empty() ? product_ : "`" + product_ + "`";
}

bool Topic::is_concept(std::string_view lower) const { return concepts_.contains(singular(lower)); }

bool Topic::is_name(const Word& word) const {
  if (word.code || looks_like_name(word.text)) return true;
  return is_upper(word.text[0]) && !has(common_, word.lower) && has(names_, word.text);
}

bool Topic::names_product(std::string_view question) const {
  return product_.empty() || text::contains(text::to_lower(question), text::to_lower(product_));
}

std::string Topic::in_sentence_case(std::string_view title) const {
  std::string out;
  const std::string plain = plain_text(title);
  for (const auto token : text::words(plain)) {
    const auto bare = without_marks(token);
    const std::string lower = text::to_lower(bare);
    const bool name = is_identifier(bare) || looks_like_name(bare) || bare == product_ ||
                      (!bare.empty() && is_upper(bare[0]) && has(names_, bare) &&
                       bare.find('-') == std::string_view::npos && !has(common_, lower) &&
                       look_up(lower).classes == 0);
    if (!out.empty()) out += ' ';
    out += name ? std::string(token) : text::to_lower(token);
  }
  return out;
}

/// "Dataset1", "GroupB", "group2": the names that examples give to what the pages are about.
bool Topic::is_sample_name(const Word& word) const {
  if (word.lower.size() < 4 || text::contains(word.text, "/"))
    return text::contains(word.text, "/Group");
  const char last = word.text.back();
  if (!text::is_digit(last) && !(is_upper(last) && !is_upper(word.text[word.text.size() - 2])))
    return false;
  std::string_view stem = word.lower;
  while (!stem.empty() && text::is_digit(stem.back())) stem.remove_suffix(1);
  if (stem.size() == word.lower.size()) stem.remove_suffix(1);
  return stem.size() > 2 && (concepts_.contains(stem) || has(common_, stem));
}

void Topic::append_word(const Sentence& s, Range range, std::size_t i, std::string& out) const {
  const Word& word = s[i];
  if (!out.empty()) out += ' ';
  const bool quoted = !word.text.empty() && word.text.front() == '`';
  if (word.code && !quoted) {
    out += '`' + word.text + '`';
  } else if (i == 0 && !word.code && word.lower == text::to_lower(product_)) {
    out += product_in_text();
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

/// Does the page say "a data element" somewhere? Then "the data element" is any one, too.
bool Topic::occurs_indefinite(const Sentence& s, std::size_t begin, std::size_t end) const {
  std::string sought = std::string(indefinite_article(s[begin].text)) + " ";
  for (std::size_t i = begin; i < end; ++i) sought += s[i].text + (i + 1 < end ? " " : "");
  const std::size_t hit = text_.find(sought);
  if (hit == std::string_view::npos || (hit > 0 && text::is_word(text_[hit - 1]))) return false;
  const std::size_t behind = hit + sought.size();
  return behind >= text_.size() || !text::is_word(text_[behind]);
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
  if (size > 1 && !of && !is_plural(head.lower) && occurs_indefinite(s, begin, end))
    return finish(indefinite_article(s[begin].text), begin);
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
  const bool behind = noun_seen;
  std::string out;
  range.end = std::min(range.end, s.size());
  for (std::size_t i = range.begin; i < range.end;) {
    const Word& word = s[i];
    if (word.after == ':' || word.after == '.' || word.after == '?' || word.after == '!')
      if (i + 1 < range.end) return std::nullopt;
    if (word.text.find_first_of("|<>{}[]=\"\\") != std::string::npos) return std::nullopt;
    if (!word.code && word.text.find('*') != std::string::npos) return std::nullopt;
    if (word.lower == "so" && i > range.begin && s[i - 1].lower == "do") return std::nullopt;
    if (word.is(kLooseOrdinal) && i > range.begin && s[i - 1].is(kArticle)) return std::nullopt;
    if (word.lower == "other" && i > range.begin && s[i - 1].lower == "all") return std::nullopt;
    if (is_sample_name(word)) return std::nullopt;
    if (word.text.size() > 4 && word.text.find_first_not_of("0123456789") == std::string::npos)
      return std::nullopt;
    if (!word.code) {
      if (word.lower == "the") {
        if (!append_definite(s, range, i, out)) return std::nullopt;
        noun_seen = true;
        continue;
      }
      const bool instead_of =
          word.lower == "instead" && i + 1 < range.end && s[i + 1].lower == "of";
      if (word.is(kConnective) && word.lower != "besides" && !instead_of &&
          (i > range.begin || behind)) {
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
      if (word.is(kPageNoun) && word.lower != "page" && word.lower != "pages" &&
          word.lower != "document" && word.lower != "section" && word.lower != "topic")
        return std::nullopt;
    }
    noun_seen = noun_seen || !word.is(kEndsNoun);
    append_word(s, range, i, out);
    ++i;
  }
  if (out.empty()) return std::nullopt;
  const Word& last = s[range.end - 1];
  if (last.is(kArticle | kConjunction) || last.lower == "another" || last.lower == "its")
    return std::nullopt;
  return out;
}

}  // namespace generator::offline
