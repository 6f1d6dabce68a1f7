// A mark stands behind what it is for: behind the last sign of a sentence or list item, in the last
// cell of a table's row, and behind a code block as a paragraph of its own, as far to the right as
// its fence, so that lists stay lists and code stays code.
#include "qa/citations.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/text.h"
#include "data/reasons.h"
#include "measure/joined_passage.h"
#include "measure/support.h"
#include "qa/key_words.h"
#include "qa/language.h"

namespace generator::qa {
namespace {

constexpr std::size_t kShown = 120;  // bytes of a sentence that nothing supports

Chunk text_chunk(std::string text) {
  Chunk out;
  out.text = std::move(text);
  return out;
}

bool is_fence(std::string_view line) {
  const std::string_view bare = text::trim(line);
  return bare.starts_with("```") || bare.starts_with("~~~");
}

std::string_view last_line(std::string_view text) {
  return text.substr(text.rfind('\n') + 1);  // npos + 1 is 0
}

std::string marks(const std::vector<std::size_t>& passages) {
  std::string out;
  for (const std::size_t place : passages) out += fmt::format("[{}]", place + 1);
  return out;
}

// What reads as a mark already: "[3]" that is no part of a name, a link or code.
std::string mark_in(std::string_view prose) {
  bool is_code = false;
  for (std::size_t i = 0; i < prose.size(); ++i) {
    if (prose[i] == '`') is_code = !is_code;
    if (prose[i] != '[' || is_code || (i > 0 && text::is_word(prose[i - 1]))) continue;
    std::size_t end = i + 1;
    while (end < prose.size() && text::is_digit(prose[end])) ++end;
    if (end == i + 1 || end >= prose.size() || prose[end] != ']') continue;
    if (end + 1 < prose.size() && prose[end + 1] == '(') continue;
    return std::string(prose.substr(i, end + 1 - i));
  }
  return "";
}

std::string without_space(std::string_view text) {
  std::string out;
  for (const char c : text)
    if (!text::is_space(c)) out += c;
  return out;
}

// A block of code that is copied, whatever fence it has: source code has none.
bool copies_code(const Chunk& passage, std::string_view block) {
  const auto lines = text::lines(block);
  std::string code;
  for (const std::string_view line : lines)
    if (!is_fence(line)) code += without_space(line);
  return !code.empty() && text::contains(without_space(passage.text), code);
}

// What each sentence is supported by, of the gold passages by their place among those shown.
class Sources {
 public:
  Sources(const QaPair& pair, const ShownPassages& shown) : pair_(pair), shown_(shown) {
    known_ = pair.question;
    answer_ = text_chunk(pair.answer);
    parts_ = measure::read_passage(answer_);
    for (const std::size_t place : shown.gold)
      known_.append("\n\n").append(text::join(shown.passages[place].headings, "\n\n"));
    for (const std::size_t place : shown.gold)
      each_.push_back(support(measure::read_passage(shown.passages[place])));
    if (shown.gold.size() > 1 || !pair.reasoning.empty()) hold_against_all();
  }

  std::size_t size() const { return each_.empty() ? 0 : each_[0].sentences.size(); }
  Span bytes(std::size_t sentence) const { return each_[0].sentences[sentence].bytes; }

  std::vector<std::size_t> of(std::size_t sentence) const {
    std::vector<std::size_t> out;
    const bool is_code = parts_.units[sentence].kind == measure::UnitKind::kCode;
    for (std::size_t i = 0; i < each_.size(); ++i)
      if (each_[i].sentences[sentence].is_supported() ||
          (is_code && copies_code(shown_.passages[shown_.gold[i]],
                                  parts_.text_of(parts_.units[sentence]))))
        out.push_back(shown_.gold[i]);
    if (out.empty() && is_concluded(sentence)) return shown_.gold;
    if (!out.empty() || all_.sentences.empty() || !all_.sentences[sentence].is_supported())
      return out;
    // What takes several of them names those that say a part of it.
    for (const Span& span : all_.sentences[sentence].source)
      for (std::size_t i = 0; i < ends_.size(); ++i)
        if (span.begin < ends_[i]) {
          out.push_back(shown_.gold[i]);
          break;
        }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out.empty() ? shown_.gold : out;  // the steps say it, which rest on all
  }

 private:
  // "First `open`, then `read`." says what no step says alone: all that it names stands in them,
  // and half of its other words.
  bool is_concluded(std::size_t sentence) const {
    if (pair_.reasoning.empty()) return false;
    const std::string_view said = parts_.text_of(parts_.units[sentence]);
    const std::string steps = known_ + "\n\n" + text::join(pair_.reasoning, "\n\n");
    if (std::ranges::any_of(measure::added(steps, said), [](const measure::Fact& fact) {
          return measure::is_hard(fact.kind);
        }))
      return false;
    const Terms there = terms_of(steps), words = terms_of(said);
    const auto known =
        std::ranges::count_if(words, [&](auto word) { return there.contains(word); });
    return 2 * known >= std::ssize(words);
  }

  measure::Support support(const measure::Passage& passage) const {
    const std::string_view said = language_of(pair_.answer), source = language_of(passage.text);
    const bool facts_only = !said.empty() && !source.empty() && said != source;
    return measure::support(pair_.answer, passage, {.known = known_, .facts_only = facts_only});
  }

  // All gold passages as one, and behind them the steps.
  void hold_against_all() {
    std::string text;
    measure::Passage all;
    std::vector<Chunk> parts;
    for (const std::size_t place : shown_.gold) parts.push_back(shown_.passages[place]);
    if (!pair_.reasoning.empty()) parts.push_back(text_chunk(text::join(pair_.reasoning, "\n\n")));
    for (std::size_t i = 0; i < parts.size(); ++i) {
      std::string longer;
      all = i == 0 ? measure::read_passage(parts[i])
                   : measure::joined(all, measure::read_passage(parts[i]), longer);
      text = i == 0 ? parts[i].text : std::move(longer);
      all.text = text;
      if (i < shown_.gold.size()) ends_.push_back(static_cast<std::int64_t>(text.size()));
    }
    all_ = support(all);
  }

  const QaPair& pair_;
  const ShownPassages& shown_;
  std::string known_;
  Chunk answer_;
  measure::Passage parts_;  // of the answer
  std::vector<measure::Support> each_;  // by gold passage
  measure::Support all_;                // by all of them; empty where there is one
  std::vector<std::int64_t> ends_;      // of each gold passage in all of them
};

// Where a mark for the bytes of `unit` goes, and how it stands there.
std::pair<std::size_t, std::string> placed(std::string_view answer, const measure::Unit& unit,
                                           const std::string& mark) {
  const auto begin = static_cast<std::size_t>(unit.bytes.begin);
  const std::string_view whole = answer.substr(
      begin, static_cast<std::size_t>(unit.bytes.end - unit.bytes.begin));
  const std::string_view text = text::trim_right(whole);
  const std::size_t end = begin + text.size();
  const std::string_view line = last_line(text);
  if (unit.kind == measure::UnitKind::kCode || is_fence(line)) {
    const std::size_t indent = is_fence(line) ? line.find_first_not_of(' ') : 0;
    const std::string_view behind = answer.substr(end);
    const bool is_close = !text::trim(behind).empty() && !behind.starts_with("\n\n");
    return {end, fmt::format("\n\n{}{}{}", std::string(indent, ' '), mark, is_close ? "\n" : "")};
  }
  if (unit.kind == measure::UnitKind::kTableRow && text.ends_with('|') && !text.ends_with("\\|"))
    return {end - 1, fmt::format("{}{} ", text.ends_with(" |") ? "" : " ", mark)};
  return {end, " " + mark};
}

}  // namespace

Checked<std::string> cited(const QaPair& pair, const ShownPassages& shown) {
  const Chunk answer = text_chunk(pair.answer);
  const measure::Passage parts = measure::read_passage(answer);
  for (const measure::Unit& unit : parts.units) {
    if (unit.kind == measure::UnitKind::kCode) continue;
    if (const std::string mark = mark_in(parts.text_of(unit)); !mark.empty())
      return refuse(reasons::kNotExportable,
                    fmt::format("the answer itself has `{}`, which reads as a citation", mark));
  }
  const Sources sources(pair, shown);
  std::string out;
  std::size_t done = 0;
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const std::vector<std::size_t> by = sources.of(i);
    if (by.empty()) {
      const std::string_view sentence = text::trim(parts.text_of(sources.bytes(i)));
      const std::string_view part = text::prefix(sentence, kShown);
      const bool is_cut = part.size() < sentence.size();
      return refuse(reasons::kUncitedSentence, fmt::format("\"{}{}\"", part, is_cut ? "…" : ""));
    }
    const auto [at, mark] = placed(pair.answer, parts.units[i], marks(by));
    out.append(pair.answer, done, at - done).append(mark);
    done = at;
  }
  return out.append(pair.answer, done, std::string::npos);
}

}  // namespace generator::qa
