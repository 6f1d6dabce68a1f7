#include "trajectory/toolbox.h"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "tool/schema.h"
#include "tool/words.h"

namespace generator::trajectory {
namespace {

using Numbers = std::unordered_map<std::string, std::size_t>;  // of words

std::vector<std::size_t> words_of(const Tool& tool, Numbers& numbers) {
  std::vector<std::size_t> out;
  for (const std::string& word : tool::words_of(tool.name + " " + tool.description))
    if (word.size() > 2)
      out.push_back(numbers.try_emplace(tool::singular(word), numbers.size()).first->second);
  std::ranges::sort(out);
  out.erase(std::ranges::unique(out).begin(), out.end());
  return out;
}

std::vector<std::vector<tool::ValueMeaning>> meanings_of_values(const world::Understanding& known) {
  std::vector<std::vector<tool::ValueMeaning>> out;
  for (const world::Plan& plan : known.plans)
    out.push_back(plan.output ? tool::value_meanings(plan.output->root())
                              : std::vector<tool::ValueMeaning>{});
  return out;
}

std::size_t in_common(const std::vector<std::size_t>& a, const std::vector<std::size_t>& b) {
  std::size_t out = 0;
  for (auto one = a.begin(), other = b.begin(); one != a.end() && other != b.end();) {
    out += *one == *other;
    const bool is_behind = *one <= *other;
    if (*other <= *one) ++other;
    if (is_behind) ++one;
  }
  return out;
}

}  // namespace

Toolbox::Toolbox(std::vector<Tool> of)
    : tools(std::move(of)),
      meanings(tool::meanings_of(tools)),
      graph(tool::dependencies_of(tools, meanings)),
      edges(graph, tools.size()),
      known(world::understand(tools, meanings, graph.state)),
      value_meanings(meanings_of_values(known)) {
  Numbers numbers;
  for (const Tool& tool : tools) words_.push_back(words_of(tool, numbers));
}

std::string Toolbox::schema_of(std::size_t tool, const std::string& argument) const {
  const auto& input = known.plans[tool].input;
  if (!input) return {};
  const auto properties = input->root().find("properties");
  const auto found = properties ? properties->find(argument) : std::nullopt;
  return found ? std::string(tool::resolve(*found, input->root()).raw()) : std::string();
}

std::vector<std::size_t> Toolbox::neighbours(std::size_t tool) const {
  std::vector<std::size_t> out(size());
  std::iota(out.begin(), out.end(), 0);
  std::erase(out, tool);
  std::vector<double> nearness(size());
  for (const std::size_t i : out)
    nearness[i] = static_cast<double>(in_common(words_[tool], words_[i])) /
                  static_cast<double>(1 + std::max(words_[tool].size(), words_[i].size()));
  std::ranges::stable_sort(out, [&](std::size_t a, std::size_t b) {
    return nearness[a] > nearness[b];
  });
  return out;
}

bool Toolbox::does_the_same(std::size_t tool, std::size_t other) const {
  const tool::Deed &a = meanings[tool].deed, &b = meanings[other].deed;
  const auto looks = [](const tool::Deed& deed) {
    return deed.kind == tool::DeedKind::kRead || deed.kind == tool::DeedKind::kList ||
           deed.kind == tool::DeedKind::kOther;
  };
  const bool same_deed = a.kind == b.kind || (looks(a) && looks(b));
  if (!same_deed) return false;
  for (const std::string& noun : a.nouns)
    if (tool::has_noun(b.nouns, noun)) return true;
  return false;
}

}  // namespace generator::trajectory
