#include "qa/seeds.h"

#include <fmt/format.h>

#include "base/random.h"
#include "base/text.h"

namespace generator::qa {
namespace {

constexpr std::size_t kLeast = 5;
constexpr std::size_t kMost = 50;
constexpr std::size_t kShown = 3;

}  // namespace

Digest question_key(std::string_view question) {
  std::string plain;
  for (const char c : text::to_lower(question)) {
    if (text::is_word(c))
      plain += c;
    else if (!plain.empty() && plain.back() != ' ')
      plain += ' ';
  }
  return digest(text::trim(plain));
}

Result<Seeds> Seeds::make(std::vector<QaPair> rows, std::uint64_t seed) {
  if (rows.size() < kLeast || rows.size() > kMost)
    return fail(ErrorKind::kWrongUse,
                fmt::format("`data.seeds` has {}; {} to {} are useful",
                            text::counted(static_cast<std::int64_t>(rows.size()), "row"), kLeast,
                            kMost));
  Seeds out;
  for (const QaPair& row : rows) {
    out.questions_.insert(question_key(row.question));
    out.answers_.insert(question_key(row.answer));
  }
  Random(seed, "seeds").shuffle(rows);
  out.rows_ = std::move(rows);
  return out;
}

std::vector<const QaPair*> Seeds::for_chunk(std::uint64_t position) const {
  std::vector<const QaPair*> out;
  for (std::size_t i = 0; i < kShown && i < rows_.size(); ++i)
    out.push_back(&rows_[(position * kShown + i) % rows_.size()]);
  return out;
}

bool Seeds::has(std::string_view question, std::string_view answer) const {
  return !rows_.empty() &&
         (questions_.contains(question_key(question)) || answers_.contains(question_key(answer)));
}

}  // namespace generator::qa
