#include "qa/refusal.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"
#include "qa/indirect_question.h"

namespace generator::qa {
namespace {

constexpr std::string_view kAsked = "{asked}", kAbout = "{about}";
constexpr std::size_t kHeadings = 2;

const std::vector<std::string>& built_in() {
  static const std::vector<std::string> sentences = {
      "The passages do not say {asked}.",
      "None of these passages says {asked}, so the question cannot be answered from them.",
      "That cannot be told from the passages: they do not say {asked}.",
      "The passages are about {about}; they do not say {asked}.",
      "I cannot answer this from the passages given, because none of them says {asked}.",
      "These passages speak of {about}, but not one of them says {asked}.",
      "The passages do not answer this question.",
      "None of the passages answers this. They are about {about}.",
      "The answer to this question does not stand in the passages given.",
      "I cannot tell from these passages: they are about {about}, and the answer is not in them.",
  };
  return sentences;
}

bool has(const std::string& sentence, std::string_view hole) {
  return text::contains(sentence, hole);
}

std::string without_holes(const std::string& sentence) {
  return text::replace_all(text::replace_all(sentence, kAsked, ""), kAbout, "");
}

// The innermost headings of the passages, each once.
std::string headings_of(const std::vector<Chunk>& shown) {
  std::vector<std::string> names;
  for (const Chunk& chunk : shown) {
    if (chunk.headings.empty() || names.size() == kHeadings) continue;
    std::string name = fmt::format("\"{}\"", text::trim(chunk.headings.back()));
    if (std::ranges::find(names, name) == names.end()) names.push_back(std::move(name));
  }
  return text::join(names, " and ");
}

}  // namespace

Result<Refusals> Refusals::make(std::vector<std::string> sentences) {
  if (sentences.empty()) return Refusals(built_in());
  for (const std::string& sentence : sentences) {
    if (text::trim(sentence).empty())
      return fail(ErrorKind::kWrongUse, "`data.refusals` has an empty sentence");
    const std::string rest = without_holes(sentence);
    if (text::contains(rest, "{") || text::contains(rest, "}"))
      return fail(ErrorKind::kWrongUse,
                  fmt::format("`data.refusals`: \"{}\": only {{asked}} and {{about}} are filled in",
                              sentence));
  }
  if (std::ranges::none_of(sentences, [](const std::string& sentence) {
        return !has(sentence, kAsked) && !has(sentence, kAbout);
      }))
    return fail(ErrorKind::kWrongUse,
                "`data.refusals` needs a sentence without {asked} and {about} too: for questions "
                "that cannot be turned, and passages without headings");
  return Refusals(std::move(sentences));
}

std::string Refusals::words(std::string_view row, std::string_view question,
                            const std::vector<Chunk>& shown, std::uint64_t seed) const {
  const auto asked = indirect_question(question);
  const std::string about = headings_of(shown);
  std::vector<const std::string*> naming, others;
  for (const std::string& sentence : sentences_) {
    if (has(sentence, kAbout) && about.empty()) continue;
    if (!has(sentence, kAsked)) others.push_back(&sentence);
    else if (asked) naming.push_back(&sentence);
  }
  const auto& fit = naming.empty() ? others : naming;
  const std::string& chosen = *fit[(checksum(row) + seed) % fit.size()];
  // Filled in at once: what a heading holds is no hole.
  std::string out;
  for (std::size_t at = 0; at < chosen.size();) {
    const std::string_view rest = std::string_view(chosen).substr(at);
    if (rest.starts_with(kAsked)) {
      out += *asked;
      at += kAsked.size();
    } else if (rest.starts_with(kAbout)) {
      out += about;
      at += kAbout.size();
    } else {
      out += chosen[at++];
    }
  }
  return out;
}

}  // namespace generator::qa
