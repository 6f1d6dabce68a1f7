#include "qa/passage_pool.h"

#include <fmt/format.h>

#include <algorithm>

#include "measure/content_words.h"
#include "measure/plain.h"
#include "select/min_hash.h"

namespace generator::qa {
namespace {

constexpr std::size_t kRun = 5;
constexpr double kSameRuns = 0.5;  // of the shorter text's

std::unordered_set<std::uint64_t> runs_of(const Chunk& chunk) {
  std::unordered_set<std::uint64_t> out;
  const select::FoldedWords words(chunk.text);
  const std::size_t length = std::min(kRun, words.size());
  for (std::size_t i = 0; length > 0 && i + length <= words.size(); ++i)
    out.insert(checksum(words.run(i, length)));
  return out;
}

}  // namespace

std::vector<select::LexicalIndex::Term> index_terms(std::string_view text) {
  std::vector<select::LexicalIndex::Term> out;
  for (const auto& word : measure::content_words(measure::PlainText(text).text()))
    if (!word.is_empty) out.push_back(static_cast<std::uint32_t>(checksum(word.stem)));
  return out;
}

void PassagePool::add(const Chunk& chunk) {
  if (!known_.insert(digest(chunk.id)).second) return;
  index_.add(index_terms(to_text(chunk.headings) + "\n\n" + chunk.text));
  ids_.push_back(chunk.id);
}

std::vector<std::string> PassagePool::nearest(std::string_view text, std::size_t most) const {
  std::vector<std::string> out;
  for (const auto& hit : index_.nearest(index_terms(text), most)) out.push_back(ids_[hit.text]);
  return out;
}

Result<Chunk> PassagePool::read(const std::string& id) const {
  TRY(std::optional<Chunk> chunk, read_(id));
  if (!chunk)
    return fail(ErrorKind::kNotFound,
                fmt::format("the passage `{}` is not there any more; run the command again", id));
  return std::move(*chunk);
}

bool are_one(const Chunk& a, const Chunk& b) {
  if (a.id == b.id) return true;
  if (a.source == b.source && a.bytes.begin < b.bytes.end && b.bytes.begin < a.bytes.end)
    return true;
  const auto some = runs_of(a), others = runs_of(b);
  const auto& fewer = some.size() <= others.size() ? some : others;
  const auto& more = &fewer == &some ? others : some;
  const auto same = std::ranges::count_if(fewer, [&](auto run) { return more.contains(run); });
  return !fewer.empty() && static_cast<double>(same) >=
                               kSameRuns * static_cast<double>(fewer.size());
}

}  // namespace generator::qa
