// A fact is added when the original says it nowhere. That asks for membership, not for alignment:
// which sentence a fact belongs to is the support measure's question.
//
// Coverage is generous in form and strict in content. An identifier is covered by its words in any
// mark-up; a flag or a number only by an equal one, since "p" stands in every text and proves no
// `-p`.
#include "measure/facts.h"

#include <algorithm>

#include "base/text.h"
#include "measure/fact_scan.h"
#include "measure/fact_words.h"
#include "measure/plain.h"

namespace generator::measure {
namespace {

// The key under which a number is known whatever its unit.
std::string value_of(const Fact& fact) { return fact.key.substr(0, fact.key.find('|') + 1); }

std::string tagged(char tag, std::string_view key) {
  std::string out(1, tag);
  out += key;
  return out;
}

bool is_numeric(const Fact& fact) {
  return fact.kind == FactKind::kNumber || fact.kind == FactKind::kVersion;
}

// Capitals in it are not part of the spelling: "Dataset", "dataset", "HDF5".
bool is_plain_word(std::string_view word) {
  return !is_identifier(word) || identifier_key(word) == fold(word);
}

// A whole number that may be a part of a name ("phase-14" says 14), not one of a decimal's or a
// release's.
bool is_figure(std::string_view text, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end; ++at)
    if (!text::is_digit(text[at])) return false;
  const bool after_point = begin > 1 && text[begin - 1] == '.' && text::is_digit(text[begin - 2]);
  const bool before_point =
      end + 1 < text.size() && text[end] == '.' && text::is_digit(text[end + 1]);
  const bool is_group =
      (begin > 0 && text[begin - 1] == ',') || (end < text.size() && text[end] == ',');
  const bool is_signed =
      begin > 0 && text[begin - 1] == '-' && (begin < 2 || !text::is_word(text[begin - 2]));
  return !after_point && !before_point && !is_group && !is_signed;
}

std::vector<Fact> uncovered(const KnownFacts& known, std::string_view text) {
  std::vector<Fact> missing;
  std::unordered_set<std::string> named;
  for (Fact& fact : facts(text)) {
    if (known.covers(fact)) continue;
    // The command that encloses this fact stands right before the facts inside it.
    if (!missing.empty() && missing.back().kind == FactKind::kCommand &&
        missing.back().bytes.end >= fact.bytes.end && fact.kind != FactKind::kCommand)
      missing.pop_back();
    const char kind = static_cast<char>('a' + static_cast<int>(fact.kind));
    if (named.insert(tagged(kind, fact.key)).second) missing.push_back(std::move(fact));
  }
  return missing;
}

}  // namespace

std::string_view to_text(FactKind kind) {
  switch (kind) {
    case FactKind::kNumber:
      return "number";
    case FactKind::kVersion:
      return "version";
    case FactKind::kIdentifier:
      return "identifier";
    case FactKind::kFlag:
      return "flag";
    case FactKind::kCommand:
      return "command";
    case FactKind::kPath:
      return "path";
    case FactKind::kUrl:
      return "URL";
    case FactKind::kName:
      return "name";
  }
  return "fact";
}

std::vector<Fact> facts(std::string_view text) {
  const PlainText plain(text);
  std::vector<Fact> result;
  for (FoundFact& found : scan_facts(plain.text())) {
    if (found.weak) continue;
    Fact& fact = found.fact;
    fact.bytes = plain.origin(static_cast<std::size_t>(fact.bytes.begin),
                              static_cast<std::size_t>(fact.bytes.end));
    fact.text = text.substr(static_cast<std::size_t>(fact.bytes.begin),
                            static_cast<std::size_t>(fact.bytes.end - fact.bytes.begin));
    result.push_back(std::move(fact));
  }
  return result;
}

void KnownFacts::add(std::string_view text) {
  const PlainText plain(text);
  for (const FoundFact& found : scan_facts(plain.text())) {
    const Fact& fact = found.fact;
    if (is_numeric(fact)) {
      keys_.insert(tagged('n', fact.key));
      keys_.insert(tagged('n', value_of(fact)));
    } else if (fact.kind == FactKind::kFlag) {
      keys_.insert(tagged('f', fact.key));
    } else if (fact.kind == FactKind::kUrl) {
      keys_.insert(tagged('u', fact.key));
    } else if (fact.kind != FactKind::kCommand) {
      keys_.insert(tagged('i', fact.key));
    }
  }
  const std::string_view bytes = plain.text();
  for (std::size_t at = 0; at < bytes.size();) {
    std::size_t end = at;
    while (end < bytes.size() && text::is_word(bytes[end])) ++end;
    if (end == at) {
      ++at;
      continue;
    }
    const std::string_view word = unwrapped(bytes.substr(at, end - at));
    const std::string folded = fold(word);
    if (is_figure(bytes, at, end)) keys_.insert(tagged('n', folded + '|'));
    running_.append(word).push_back(' ');
    running_folded_.append(folded).push_back(' ');
    words_.emplace(word);
    folded_.insert(folded);
    at = end;
  }
}

bool KnownFacts::covers_word(std::string_view word) const {
  if (words_.contains(std::string(word))) return true;
  if (!is_plain_word(word)) return false;
  std::string folded = fold(word);
  if (folded_.contains(folded)) return true;
  if (folded.size() > 2 && folded.back() == 's' &&
      folded_.contains(folded.substr(0, folded.size() - 1)))
    return true;
  folded += 's';
  return folded_.contains(folded);
}

bool KnownFacts::covers_words(std::string_view words) const {
  std::string spaced = " ";
  spaced += words;
  spaced += ' ';
  if (running_.find(spaced) != std::string::npos) return true;
  const auto parts = text::words(words);
  if (!std::all_of(parts.begin(), parts.end(), is_plain_word)) return false;
  return running_folded_.find(fold(spaced)) != std::string::npos;
}

bool KnownFacts::covers(const Fact& fact) const {
  switch (fact.kind) {
    case FactKind::kNumber:
    case FactKind::kVersion:
      if (keys_.contains(tagged('n', fact.key))) return true;
      return fact.key.ends_with("|ordinal") && keys_.contains(tagged('n', value_of(fact)));
    case FactKind::kFlag:
      return keys_.contains(tagged('f', fact.key));
    case FactKind::kUrl:
      return keys_.contains(tagged('u', fact.key));
    case FactKind::kName:
      return covers_word(fact.key);
    case FactKind::kPath:
    case FactKind::kCommand:
      return keys_.contains(tagged('i', fact.key)) || covers_words(words_key(fact.key));
    case FactKind::kIdentifier: {
      if (keys_.contains(tagged('i', fact.key))) return true;
      if (fact.key.find_first_of("+#") != std::string::npos) return false;  // C++ is not C
      const std::string key = words_key(fact.key);
      const auto parts = text::words(key);
      const bool is_joined = fact.key.find_first_of(".:>") != std::string::npos &&
                             fact.key.find('@') == std::string::npos;
      if (!is_joined || parts.size() < 2)
        return covers_words(key) || (parts.size() == 1 && covers_word(key));
      return covers_words(key) ||
             std::all_of(parts.begin(), parts.end(),
                         [&](std::string_view part) { return covers_word(part); });
    }
  }
  return false;
}

std::vector<Fact> added(const KnownFacts& known, std::string_view rewritten) {
  return uncovered(known, rewritten);
}

std::vector<Fact> added(std::string_view original, std::string_view rewritten) {
  return uncovered(KnownFacts(original), rewritten);
}

std::vector<Fact> lost(std::string_view original, std::string_view rewritten) {
  return uncovered(KnownFacts(rewritten), original);
}

std::string to_text(const std::vector<Fact>& facts, std::size_t limit) {
  std::string out;
  for (std::size_t i = 0; i < facts.size() && i < limit; ++i) {
    if (!out.empty()) out += ", ";
    out += to_text(facts[i].kind);
    out += " `" + text::replace_all(facts[i].text, "\n", " ") + "`";
  }
  if (facts.size() > limit) out += " and " + std::to_string(facts.size() - limit) + " more";
  return out;
}

}  // namespace generator::measure
