#include "trajectory/sketching.h"

#include <algorithm>

#include "base/json.h"
#include "data/tool_use.h"
#include "tool/words.h"

namespace generator::trajectory {
namespace {

using tool::Sketch;
using tool::SketchArgument;
using tool::SketchCall;
using tool::SketchStep;
using tool::SketchTurn;

constexpr std::size_t kMostParallel = 3;

/// As somebody misremembers a name: two letters of its last part swapped, or its last one left out.
/// "" where it is too short.
std::string misspelt(std::string_view key, Random& random) {
  const std::size_t begin = key.rfind('/') == std::string_view::npos ? 0 : key.rfind('/') + 1;
  if (key.size() < begin + 4) return {};
  std::string out(key);
  const std::size_t at = begin + 1 + random.below(key.size() - begin - 2);
  const auto is_letter = [&](std::size_t i) {
    return std::isalpha(static_cast<unsigned char>(out[i])) != 0;
  };
  if (at + 1 < out.size() && is_letter(at) && is_letter(at + 1) && out[at] != out[at + 1])
    std::swap(out[at], out[at + 1]);
  else if (is_letter(out.size() - 1))
    out.pop_back();
  return out == key ? std::string() : out;
}

/// Of several calls of one tool none says "that one": they are named together.
bool takes_result(const SketchCall& call) {
  return std::ranges::any_of(call.arguments, [](const SketchArgument& argument) {
    return !argument.noun.empty() && argument.origin == tool::Origin::kResult;
  });
}

/// Nobody tells a latitude and forgets the longitude.
bool is_half_a_place(std::string_view name) {
  const tool::Words words = tool::words_of(name);
  return !words.empty() && (words.back() == "latitude" || words.back() == "longitude" ||
                            words.back() == "lat" || words.back() == "lon" || words.back() == "lng");
}

bool is_same(const SketchCall& one, const SketchCall& other) {
  return std::ranges::equal(one.arguments, other.arguments, {}, &SketchArgument::value,
                            &SketchArgument::value);
}

bool changes(const SketchCall& call) {
  using enum tool::DeedKind;
  const tool::DeedKind kind = call.deed.kind;
  return kind != kRead && kind != kList && kind != kOther;
}

/// Whether the one changes what the other is about, so that their order matters: they cannot be
/// called at once.
bool depend(const SketchCall& one, const SketchCall& other) {
  if (!changes(one) && !changes(other)) return false;
  const bool lists = one.deed.kind == tool::DeedKind::kList || other.deed.kind == tool::DeedKind::kList;
  if (lists && !one.noun.empty() && tool::same_noun(one.noun, other.noun)) return true;
  for (const SketchArgument& argument : one.arguments)
    for (const SketchArgument& its : other.arguments)
      if (!argument.noun.empty() && !its.noun.empty() && argument.value == its.value) return true;
  return false;
}

}  // namespace

Scene Sketching::fresh() {
  if (runner_ != nullptr) (void)runner_->reset();
  return Scene(box_, world_, runner_, random_);
}

std::optional<SketchCall> Sketching::call(const Chain& chain, std::size_t link,
                                          const std::vector<std::size_t>& step_of) {
  std::optional<Scene::Origin> from;
  if (chain[link].from && *chain[link].from < step_of.size())
    from = Scene::Origin{step_of[*chain[link].from], 0, chain[link].edge};
  edge_ = from ? from->edge : std::nullopt;
  std::vector<std::string> fields;  // that later calls are to be given from
  for (const Link& later : chain)
    if (later.edge && later.from == link) fields.push_back(box_.graph.data[*later.edge].field);
  auto out = scene_.sketch_telling(chain[link].tool, from, fields);
  if (out)
    out->prepares = chain[link].prepares;
  else
    blame(chain[link].tool);
  return out;
}

void Sketching::blame(std::size_t tool) {
  wrong_ = tool;
  wrong_edge_ = edge_;
}

bool Sketching::add(SketchTurn& turn, SketchStep step, const std::vector<std::size_t>& tools) {
  if (!scene_.carry_out(step, tools)) {
    blame(tools.back());
    return false;
  }
  turn.steps.push_back(std::move(step));
  return true;
}

/// The first `end` links, a step each, in one turn.
std::optional<Sketch> Sketching::until(const Chain& chain, std::size_t end) {
  Sketch out;
  out.turns.emplace_back();
  std::vector<std::size_t> step_of;
  for (std::size_t i = 0; i < end; ++i) {
    auto made = call(chain, i, step_of);
    if (!made) return std::nullopt;
    step_of.push_back(scene_.steps());
    if (!add(out.turns[0], {{std::move(*made)}, false}, {chain[i].tool})) return std::nullopt;
  }
  return out;
}

std::optional<Sketch> Sketching::steps(const Chain& chain) {
  return until(chain, chain.size());
}

std::optional<Sketch> Sketching::parallel(const Chain& chain) {
  auto out = until(chain, chain.size() - 1);
  if (!out) return std::nullopt;
  const std::size_t tool = chain.back().tool;
  auto first = scene_.sketch(tool);
  if (!first || takes_result(*first)) return std::nullopt;
  SketchStep step{{*first}, false};
  std::vector<std::size_t> tools = {tool};
  const std::size_t wanted = 2 + random_.below(kMostParallel - 1);
  while (step.calls.size() < wanted) {
    auto more = scene_.another(*first, tool);
    if (!more || std::ranges::any_of(step.calls, [&](const SketchCall& call) {
          return is_same(call, *more);
        }))
      break;
    step.calls.push_back(std::move(*more));
    tools.push_back(tool);
  }
  if (step.calls.size() < 2 || !add(out->turns[0], std::move(step), tools)) return std::nullopt;
  return out;
}

std::optional<Sketch> Sketching::parallel_multiple(const Chain& chain) {
  if (chain.size() < 2) return std::nullopt;
  const Link &one = chain[chain.size() - 2], &other = chain.back();
  if (!one.prepares.empty() || other.from == chain.size() - 2) return std::nullopt;
  auto out = until(chain, chain.size() - 2);
  if (!out) return std::nullopt;
  auto first = scene_.sketch(one.tool), second = scene_.sketch(other.tool);
  const auto goes_before = [&](std::size_t from, std::size_t to) {
    return std::ranges::any_of(box_.edges.state_from(from), [&](std::size_t edge) {
      return box_.graph.state[edge].to == to;
    });
  };
  const bool is_ordered = goes_before(one.tool, other.tool) || goes_before(other.tool, one.tool);
  if (!first || !second || is_ordered || depend(*first, *second)) return std::nullopt;
  if (!add(out->turns[0], {{std::move(*first), std::move(*second)}, false}, {one.tool, other.tool}))
    return std::nullopt;
  return out;
}

std::optional<Sketch> Sketching::turns(const Chain& chain) {
  Sketch out;
  out.turns.emplace_back();
  std::vector<std::size_t> step_of;
  bool is_full = false;  // the turn has what it is for
  for (std::size_t i = 0; i < chain.size(); ++i) {
    if (is_full) out.turns.emplace_back();
    is_full = false;
    auto made = call(chain, i, step_of);
    if (!made) return std::nullopt;
    step_of.push_back(scene_.steps());
    if (!add(out.turns.back(), {{std::move(*made)}, false}, {chain[i].tool})) return std::nullopt;
    is_full = chain[i].prepares.empty();
  }
  if (out.turns.size() < 2 || !is_full) return std::nullopt;
  return out;
}

std::optional<Sketch> Sketching::abstention(const Chain& chain) {
  Chain alone = {chain.back()};
  alone[0].from.reset();
  alone[0].prepares.clear();
  auto made = call(alone, 0, {});
  if (!made) return std::nullopt;
  Sketch out;
  out.turns.push_back({{{{std::move(*made)}, false}}});
  return out;
}

std::optional<Sketch> Sketching::missing_argument(const Chain& chain) {
  auto whole = until(chain, 1);
  if (!whole) return std::nullopt;
  const SketchCall& call = whole->turns[0].steps[0].calls[0];
  std::vector<std::string> names;
  for (const SketchArgument& argument : call.arguments)
    if (!is_half_a_place(argument.name) && argument.is_required && argument.origin != tool::Origin::kRepeated &&
        !argument.value.empty() && argument.value.front() != '{')
      names.push_back(argument.name);
  if (names.empty()) return std::nullopt;
  Sketch out;
  out.missing = names[random_.below(names.size())];
  SketchCall asked = call;
  asked.prepares.clear();
  out.turns.push_back({{{{asked}, false}}});
  out.turns.push_back({{{{std::move(asked)}, false}}});
  return out;
}

std::optional<Sketch> Sketching::recovery(const Chain& chain) {
  auto out = until(chain, chain.size() - 1);
  if (!out) return std::nullopt;
  const std::size_t tool = chain.back().tool;
  auto right = scene_.sketch(tool);
  if (!right) return std::nullopt;
  for (const std::size_t i : box_.edges.data_to(tool)) {
    const tool::DataEdge& edge = box_.graph.data[i];
    if (!edge.is_list) continue;
    const auto at = std::ranges::find(right->arguments, edge.parameter, &SketchArgument::name);
    if (at == right->arguments.end() || at->origin != tool::Origin::kGiven) continue;
    if (at->value.empty() || at->value.front() != '"') continue;
    const std::string wrong = misspelt(world::text_of_json(at->value), random_);
    if (wrong.empty() || scene_.thing("", wrong) != nullptr) continue;
    const bool is_prepared = std::ranges::any_of(chain, [&](const Link& link) {
      return link.tool == edge.from;
    });
    auto lists = is_prepared ? std::nullopt : scene_.sketch(edge.from);
    // Nobody has said what else it would take to look the name up.
    const bool is_free = lists && std::ranges::all_of(lists->arguments, [](const SketchArgument& own) {
      return own.origin == tool::Origin::kRepeated;
    });
    if (!is_free) continue;
    const auto place = static_cast<std::size_t>(at - right->arguments.begin());
    SketchCall mistaken = *right;
    mistaken.arguments[place].value = json::quote(wrong);
    mistaken.subject = wrong;
    SketchCall mended = *right;
    for (SketchArgument& argument : mended.arguments)
      if (argument.origin == tool::Origin::kGiven) argument.origin = tool::Origin::kRepeated;
    SketchArgument& found = mended.arguments[place];
    found.origin = tool::Origin::kResult;
    found.step = scene_.steps() + 1;
    found.call = 0;
    found.field = edge.field;
    found.is_of_list = true;
    if (!add(out->turns[0], {{std::move(mistaken)}, true}, {tool}) ||
        !add(out->turns[0], {{std::move(*lists)}, false}, {edge.from}) ||
        !add(out->turns[0], {{std::move(mended)}, false}, {tool}))
      return std::nullopt;
    return out;
  }
  return std::nullopt;
}

}  // namespace generator::trajectory
