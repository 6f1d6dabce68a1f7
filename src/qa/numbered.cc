#include "qa/numbered.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "qa/answer.h"

namespace generator::qa {

std::string numbered(const measure::Passage& passage) {
  std::string out;
  int section = -1;
  for (std::size_t i = 0; i < passage.units.size(); ++i) {
    const auto& block = passage.blocks[static_cast<std::size_t>(passage.units[i].block)];
    const bool is_first_of_block = i == 0 || passage.units[i - 1].block != passage.units[i].block;
    if (block.section != section) {
      section = block.section;
      const std::string headings =
          to_text(passage.sections[static_cast<std::size_t>(section)].headings);
      if (!headings.empty())
        fmt::format_to(std::back_inserter(out), "{}# {}\n", out.empty() ? "" : "\n", headings);
    } else if (is_first_of_block) {
      out += '\n';
    }
    if (is_first_of_block && block.header.end > block.header.begin)
      fmt::format_to(std::back_inserter(out), "{}\n", text::trim(passage.text_of(block.header)));
    fmt::format_to(std::back_inserter(out), "[{}] {}\n", i + 1,
                   text::trim(passage.text_of(passage.units[i])));
  }
  return out;
}

std::vector<std::vector<int>> candidate_answers(const measure::Passage& passage,
                                                std::string_view code_language, std::int64_t least,
                                                std::int64_t most, std::int64_t count) {
  std::vector<std::vector<int>> all;
  const int units = static_cast<int>(passage.units.size());
  for (int first = 1; first <= units;) {
    std::vector<int> run;
    int next = first + 1;
    for (int last = first; last <= units && last < first + 8; ++last) {
      run.push_back(last);
      const auto answer = assemble(passage, run, code_language, {least, most});
      if (!answer) continue;
      next = std::max(next, answer->units.back() + 1);
      all.push_back(answer->units);
      break;
    }
    first = next;
  }
  if (static_cast<std::int64_t>(all.size()) <= count) return all;
  std::vector<std::vector<int>> spread;
  for (std::int64_t i = 0; i < count; ++i)
    spread.push_back(
        all[static_cast<std::size_t>(i) * all.size() / static_cast<std::size_t>(count)]);
  return spread;
}

std::string shown_answer(const measure::Passage& passage, const std::vector<int>& units,
                         std::string_view code_language) {
  const auto answer = assemble(passage, units, code_language, {0, INT64_MAX});
  const auto& block = passage.blocks[static_cast<std::size_t>(
      passage.units[static_cast<std::size_t>(units[0]) - 1].block)];
  const std::string headings =
      to_text(passage.sections[static_cast<std::size_t>(block.section)].headings);
  return (headings.empty() ? "" : headings + "\n\n") + answer->text;
}

}  // namespace generator::qa
