#include "qa/numbered.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "qa/answer.h"
#include "qa/lead.h"

namespace generator::qa {
namespace {

std::pair<int, Candidate> candidate(const measure::Passage& passage, Answer answer, bool is_code) {
  const auto& unit = passage.units[static_cast<std::size_t>(answer.units[0]) - 1];
  const auto& block = passage.blocks[static_cast<std::size_t>(unit.block)];
  const HeadingPath& headings = passage.sections[static_cast<std::size_t>(block.section)].headings;
  std::string lead = lead_of(answer.text);
  int rank = askability(lead, headings);
  if (lead.empty()) lead = answer.text;
  if (is_code) {
    const std::string name = defined_name(answer.text);
    if (name.empty()) rank = -1;
    lead = "`" + name + "`: " + lead;  // a comment does not say whose it is
  }
  return {rank,
          {std::move(answer.units), headings.empty() ? "" : to_text(headings) + "\n\n",
           std::move(lead), std::move(answer.text)}};
}

// The better ones first, none below 0, and none with the sentence of another.
std::vector<Candidate> ranked(std::vector<std::pair<int, Candidate>> all) {
  std::erase_if(all, [](const auto& one) { return one.first < 0; });
  std::stable_sort(all.begin(), all.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Candidate> out;
  for (auto& one : all)
    if (std::none_of(out.begin(), out.end(),
                     [&](const Candidate& other) { return other.lead == one.second.lead; }))
      out.push_back(std::move(one.second));
  return out;
}

}  // namespace

std::string numbered(const measure::Passage& passage, std::size_t first) {
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
    fmt::format_to(std::back_inserter(out), "[{}] {}\n", i + first,
                   text::trim(passage.text_of(passage.units[i])));
  }
  return out;
}

std::vector<Candidate> candidate_answers(const measure::Passage& passage,
                                         std::string_view code_language, std::int64_t least,
                                         std::int64_t most) {
  std::vector<std::pair<int, Candidate>> all;  // with how well it can be asked about
  const int units = static_cast<int>(passage.units.size());
  for (int first = 1; first <= units;) {
    std::vector<int> run;
    int next = first + 1;
    for (int last = first; last <= units && last < first + 8; ++last) {
      run.push_back(last);
      auto answer = assemble(passage, run, code_language, {least, most});
      if (!answer) continue;
      next = std::max(next, answer->units.back() + 1);
      if (!answer->text.starts_with("```"))
        all.push_back(candidate(passage, std::move(*answer), !code_language.empty()));
      break;
    }
    first = next;
  }
  return ranked(std::move(all));
}

}  // namespace generator::qa
