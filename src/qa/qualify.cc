#include "qa/qualify.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "qa/naming.h"
#include "qa/pair_check.h"
#include "qa/phrase.h"
#include "qa/place_names.h"

namespace generator::qa {
namespace {

constexpr std::size_t kManyRows = 64;  // of one name: agreement is held against the first of them

std::string key_of(const PlaceName& name) { return text::to_lower(name.text); }

// "Which package …?" is answered by the package's name.
bool asks_for_a_name(std::string_view question) {
  static const std::vector<Phrase> list = phrases(
      {"which|who|whose|where",
       "what name|class|file|module|package|library|function|method|command|path|directory|folder|"
       "tool|repository|project|program|script|application|experiment|component|product|title",
       "what is|are the name|names|title|path|location of?",
       "what is|are this|these *"});
  return longest_match(list, words_of(question), 0) > 0;
}

bool is_given_away(const AskedRow& row, const std::string& question, const PlaceName& name) {
  const std::string bare = text::replace_all(text::to_lower(name.text), "`", "");
  if (asks_for_a_name(row.question) && text::contains(text::to_lower(row.answer), bare))
    return true;
  return gives_answer_away(question, row.answer) && !gives_answer_away(row.question, row.answer);
}

class Group {
 public:
  Group(const std::vector<AskedRow>& rows, const Agree& agree) : rows_(rows), agree_(agree) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const AskedRow& row = rows[i];
      names_.push_back(place_names(row.question, row.headings, row.source, row.is_code));
      for (const PlaceName& name : names_.back()) {
        auto& bearers = bearers_[key_of(name)].rows;
        if (bearers.empty() || bearers.back() != i) bearers.push_back(i);
      }
    }
  }

  /// "" where no name tells the row from the others.
  std::string question_of(std::size_t row) {
    if (rows_[row].is_fixed) return rows_[row].question;
    for (const PlaceName& name : names_[row]) {
      if (!tells(name)) continue;
      std::string question = naming(rows_[row].question, name);
      if (!question.empty() && !is_given_away(rows_[row], question, name)) return question;
    }
    return {};
  }

 private:
  struct Bearers {
    std::vector<std::size_t> rows;
    std::optional<bool> agree;
  };

  // All who could be called so answer the same.
  bool tells(const PlaceName& name) {
    Bearers& bearers = bearers_[key_of(name)];
    if (!bearers.agree) bearers.agree = all_agree(bearers.rows);
    return *bearers.agree;
  }

  bool all_agree(const std::vector<std::size_t>& rows) const {
    for (std::size_t i = 0; i < rows.size(); ++i)
      for (std::size_t j = 0; j < std::min(i, kManyRows); ++j)
        if (!agree_(rows[i], rows[j])) return false;
    return true;
  }

  const std::vector<AskedRow>& rows_;
  const Agree& agree_;
  std::vector<std::vector<PlaceName>> names_;
  std::map<std::string, Bearers> bearers_;
};

}  // namespace

std::optional<std::vector<std::string>> qualified(const std::vector<AskedRow>& rows,
                                                  const Agree& agree) {
  Group group(rows, agree);
  std::vector<std::string> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    out.push_back(group.question_of(i));
    if (out.back().empty()) return std::nullopt;
  }
  return out;
}

}  // namespace generator::qa
