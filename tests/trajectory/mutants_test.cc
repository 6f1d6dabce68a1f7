// Right trajectories, each with one thing turned wrong: which layer sees it. The table of
// docs/quality.md is printed by GENERATOR_MUTANTS=1000.
#include <fmt/format.h>

#include <cstdlib>
#include <functional>
#include <map>

#include "base/text.h"
#include "judge/tool_use_judge.h"
#include "store/tool_file.h"
#include "tool/execution_check.h"
#include "trajectory/support.h"

namespace generator::trajectory {
namespace {

std::vector<ToolUse> right_rows(Workshop& shop, std::size_t count, int& refused) {
  Planner planner = shop.planner({.single_share = 0.4, .seed = 21});
  const prompt::Library library = *prompt::Library::load("");
  const auto generation = make_generation(shop.box, {.from_inputs = true}, library);
  std::vector<ToolUse> out;
  for (std::size_t i = 0; out.size() < count && i < 2 * count; ++i) {
    auto plan = planner.next();
    if (!plan) break;
    Finished made =
        play(*generation->begin({i, std::move(*plan), ""}), shop.runner, offline::answer);
    for (ToolUse& row : made.tool_uses) out.push_back(std::move(row));
    // What the generation itself refuses would have been a right row, too.
    for (const Reject& reject : made.rejects) {
      ++refused;
      fmt::print("refused while it was made: {}: {}\n", reject.code, reject.detail);
    }
  }
  return out;
}

ToolStep* last_step(ToolUse& row) {
  for (auto turn = row.turns.rbegin(); turn != row.turns.rend(); ++turn)
    if (!turn->steps.empty()) return &turn->steps.back();
  return nullptr;
}

/// Changes the first value of a call that is a text (or, `numbers`, a number) to `other`.
bool change_value(ToolCall& call, const std::function<std::string(std::string_view)>& other) {
  const auto document = json::Document::parse(call.arguments);
  if (!document || document->root().size() == 0) return false;
  std::string out;
  json::Writer writer(out);
  bool changed = false;
  writer.begin_object();
  for (std::size_t i = 0; i < document->root().size(); ++i) {
    const json::Value value = document->root().at(i);
    writer.key(document->root().key(i));
    const bool fits = !changed && (value.is_string() || value.is_number());
    writer.raw(fits ? other(value.raw()) : std::string(value.raw()));
    changed = changed || fits;
  }
  writer.end_object();
  call.arguments = out;
  return changed;
}

using Mutation = std::function<bool(ToolUse&)>;

bool wrong_tool(ToolUse& row) {
  ToolStep* step = last_step(row);
  if (step == nullptr) return false;
  for (const Tool& tool : row.tools)
    if (tool.name != step->calls[0].name) {
      step->calls[0].name = tool.name;
      return true;
    }
  return false;
}

/// More at its end, a letter less, or another letter inside of it; of a number a digit.
bool wrong_argument(ToolUse& row) {
  ToolStep* step = last_step(row);
  static int turn = 0;
  return step != nullptr && change_value(step->calls[0], [&](std::string_view value) {
    if (!value.starts_with('"')) return std::string(value) + "7";
    std::string text(value.substr(0, value.size() - 1));
    const std::size_t middle = 1 + (text.size() - 1) / 2;
    const int way = text.size() < 5 ? 0 : ++turn % 3;
    if (way == 1) text.pop_back();
    if (way == 2) text[middle] = text[middle] == 'q' ? 'k' : 'q';
    return text + (way == 0 ? "_x9\"" : "\"");
  });
}

bool invented_id(ToolUse& row) {
  ToolStep* step = last_step(row);
  return step != nullptr && change_value(step->calls[0], [](std::string_view value) {
    return std::string(value.starts_with('"') ? "\"zq_81734\"" : "981734");
  });
}

bool swapped_order(ToolUse& row) {
  for (ToolTurn& turn : row.turns)
    if (turn.steps.size() > 1) {
      std::swap(turn.steps[turn.steps.size() - 1], turn.steps[turn.steps.size() - 2]);
      return true;
    }
  return false;
}

bool dropped_call(ToolUse& row) {
  for (ToolTurn& turn : row.turns)
    if (!turn.steps.empty() && !turn.answer.empty()) {
      turn.steps.pop_back();
      return true;
    }
  return false;
}

/// A number of the last answer is another one.
bool false_answer(ToolUse& row) {
  std::string& answer = row.turns.back().answer;
  for (std::size_t i = 0; i < answer.size(); ++i) {
    if (!text::is_digit(answer[i])) continue;
    answer[i] = static_cast<char>('0' + (answer[i] - '0' + 3) % 10);
    answer.insert(i, "4");
    return true;
  }
  return false;
}

/// The simulated world replies to the calls, in the order in which they stand, what the row says.
bool world_agrees(const ToolUse& row, ToolRunner& runner) {
  if (!runner.reset()) return false;
  for (const ToolTurn& turn : row.turns)
    for (const ToolStep& step : turn.steps)
      for (std::size_t i = 0; i < step.calls.size(); ++i) {
        const auto result = runner.call(step.calls[i]);
        if (!result || i >= step.results.size() || result->is_error != step.results[i].is_error ||
            result->content != step.results[i].content)
          return false;
      }
  return true;
}

/// What no layer has seen, and right rows that the judge refuses, to be read: GENERATOR_MUTANTS_SHOW=1.
void show(const ToolUse& row) {
  if (std::getenv("GENERATOR_MUTANTS_SHOW") == nullptr) return;
  for (const ToolTurn& turn : row.turns) {
    fmt::print("  asked: {}\n", turn.instruction);
    for (const ToolStep& step : turn.steps)
      for (std::size_t i = 0; i < step.calls.size(); ++i)
        fmt::print("    {} {}\n      = {}\n", step.calls[i].name, step.calls[i].arguments,
                   i < step.results.size() ? text::prefix(step.results[i].content, 240) : "");
    fmt::print("  answered: {}\n", turn.answer);
  }
  fmt::print("\n");
}

struct Seen {
  int all = 0, by_form = 0, by_execution = 0, by_judge = 0;
  int harmless = 0;  // the world replies the same: nothing is wrong, and nothing counted above
  int refused() const { return by_form + by_execution + by_judge; }
};

Seen look(const std::vector<ToolUse>& rows, const tool::ToolTable& table, ToolRunner& runner,
          const Mutation& mutate) {
  const prompt::Library library = *prompt::Library::load("");
  const auto judge = *judge::ToolUseJudge::create(
      **library.find("judge_tool_use", prompt::Set::kFull), {.from_inputs = true});
  Seen out;
  for (ToolUse row : rows) {
    if (mutate && !mutate(row)) continue;
    if (mutate && mutate.target<bool (*)(ToolUse&)>() != nullptr &&
        *mutate.target<bool (*)(ToolUse&)>() == swapped_order && world_agrees(row, runner)) {
      ++out.harmless;
      continue;
    }
    ++out.all;
    if (tool::check_format(row, table, {}).fault) {
      ++out.by_form;
      continue;
    }
    if (tool::execution_fault(row, table)) {
      ++out.by_execution;
      continue;
    }
    const auto rating = judge.read(row, *offline::answer(judge.ask(row)));
    const bool holds = rating && rating->rating.total >= 7 && !rating->messages.back().is_masked;
    out.by_judge += !holds;
    if (holds == static_cast<bool>(mutate)) show(row);
  }
  return out;
}

TEST(Mutants, AreRefusedByTheLayerThatCanSeeThemAndRightRowsAreKept) {
  const char* wanted = std::getenv("GENERATOR_MUTANTS");
  const std::size_t count = wanted == nullptr ? 60 : static_cast<std::size_t>(std::atoi(wanted));
  const char* spec = std::getenv("GENERATOR_MUTANTS_SPEC");
  std::vector<Tool> tools = spec == nullptr ? world::file_tools() : load_tools(spec)->tools;
  Workshop shop(std::move(tools));
  const tool::ToolTable table(shop.box.tools);
  int refused_rows = 0;
  const std::vector<ToolUse> rows = right_rows(shop, count, refused_rows);
  EXPECT_EQ(refused_rows, 0);
  ASSERT_GE(rows.size(), count * 9 / 10);
  std::map<std::string, Seen> seen;
  for (const auto& [name, mutate] :
       std::vector<std::pair<std::string, Mutation>>{{"none", nullptr},
                                                     {"wrong tool", wrong_tool},
                                                     {"wrong argument", wrong_argument},
                                                     {"invented id", invented_id},
                                                     {"swapped order", swapped_order},
                                                     {"dropped call", dropped_call},
                                                     {"false answer", false_answer}}) {
    const Seen found = look(rows, table, shop.runner, mutate);
    seen[name] = found;
    if (wanted != nullptr)
      fmt::print("| {} | {} | {} | {} | {} | {:.1f} % | ({} harmless)\n", name, found.all,
                 found.by_form, found.by_execution, found.by_judge,
                 found.all == 0 ? 100.0 : 100.0 * found.refused() / found.all, found.harmless);
  }
  const auto refused = [&](const std::string& name) {
    const Seen& one = seen[name];
    return one.all == 0 ? 1.0 : static_cast<double>(one.refused()) / one.all;
  };
  EXPECT_EQ(seen["none"].by_form + seen["none"].by_execution, 0);
  EXPECT_LE(seen["none"].by_judge, static_cast<int>(rows.size() / 1000));
  if (spec != nullptr) return;  // the others depend on what its results tell: docs/quality.md
  EXPECT_GE(refused("wrong argument"), 0.99);
  EXPECT_GE(refused("invented id"), 0.99);
  EXPECT_GE(refused("false answer"), 0.95);
  EXPECT_GE(refused("swapped order"), 0.99);
  EXPECT_GE(refused("dropped call"), 0.85);
}

}  // namespace
}  // namespace generator::trajectory
