#include "offline/tool_rating.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "base/json.h"
#include "base/text.h"
#include "data/tool_use.h"
#include "offline/tool_choice.h"
#include "offline/tool_facts.h"
#include "tool/known_values.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using Texts = std::vector<std::string>;

constexpr double kWithoutFault = 9;

Result<ToolUse> row_of(const Inputs& inputs) {
  TRY(const json::Document document, json::Document::parse(inputs.get("row")));
  return read_tool_use(document.root());
}

void leaves(json::Value value, std::vector<json::Value>& out) {
  if (!value.is_object() && !value.is_array()) {
    if (!value.is_null() && value.kind() != json::Kind::kBool) out.push_back(value);
    return;
  }
  for (std::size_t i = 0; i < value.size(); ++i) leaves(value.at(i), out);
}

bool is_known(const tool::KnownValues& known, json::Value value) {
  if (const auto number = value.number()) return known.has_number(*number);
  const std::string text(value.text());
  return text.empty() || known.has_text(text) || known.share_of_words(text) > 0.5;
}

/// The values of a call that come from somewhere, of all that it has.
double share_known(const tool::KnownValues& known, const ToolCall& call) {
  const auto document = json::Document::parse(call.arguments);
  if (!document) return 0;
  std::vector<json::Value> values;
  leaves(document->root(), values);
  const auto found = std::ranges::count_if(values, [&](json::Value v) { return is_known(known, v); });
  return values.empty() ? 1 : static_cast<double>(found) / static_cast<double>(values.size());
}

/// How many there are of a list counts as said; so does every number that stands alone.
void add_counts(json::Value value, tool::KnownValues& known, std::set<double>& counts) {
  if (value.is_array()) {
    known.add_text(std::to_string(value.size()));
    counts.insert(static_cast<double>(value.size()));
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    const auto number = value.is_object() ? value.at(i).number() : std::nullopt;
    if (number) counts.insert(*number);
    add_counts(value.at(i), known, counts);
  }
}

bool says_failure(std::string_view answer) {
  const std::string lower = text::to_lower(answer);
  for (const std::string_view word : {"not ", "fail", "cannot", "could not", "no ", "error", "unable"})
    if (text::contains(lower, word)) return true;
  return false;
}

bool has_word_of(const Tool* tool, const std::string& name, std::string_view said) {
  std::set<std::string> words;
  for (const std::string& word : tool::words_of(said)) words.insert(tool::singular(word));
  const std::string all = name + " " + (tool == nullptr ? "" : tool->description);
  for (const std::string& word : tool::words_of(all))
    if (word.size() > 2 && words.contains(tool::singular(word))) return true;
  return false;
}

const Tool* tool_of(const ToolUse& row, const std::string& name) {
  const auto found = std::ranges::find(row.tools, name, &Tool::name);
  return found == row.tools.end() ? nullptr : &*found;
}

struct Said {
  double score = kWithoutFault;
  std::string reason = "it follows from what is known";
  void fault(double at_most, std::string why) {
    if (score <= at_most) return;
    score = at_most;
    reason = std::move(why);
  }
};

/// Goes through a row in its order.
class Rater {
 public:
  explicit Rater(const ToolUse& row) : row_(row) {
    for (const Tool& tool : row.tools) known_.add_text(tool.parameters);
  }

  void rate() {
    rate_values();
    for (const ToolTurn& turn : row_.turns) {
      known_.add_text(turn.instruction);
      said_ += turn.instruction + "\n";
      rate_instruction(turn.instruction);
      for (const ToolStep& step : turn.steps) rate_step(step, &step == &turn.steps.back());
      if (!turn.answer.empty()) rate_answer(turn);
      known_.add_text(turn.answer);
    }
    if (not_asked_.empty()) return;
    // What was not done is not answered either, whatever the answer says.
    choice.fault(2, not_asked_);
    answer.fault(4, not_asked_);
    if (!messages.empty()) messages.back().fault(4, not_asked_);
  }

  std::vector<Said> messages;
  Said instruction, choice, arguments, answer;

 private:
  void rate_instruction(std::string_view text) {
    const std::size_t words = text::words(text).size();
    if (words > 120) instruction.fault(6, "the instruction is very long");
    if (words == 0) instruction.fault(1, "there is no instruction");
  }

  /// A value that somebody gives is passed to a call, where anything is called.
  void rate_values() {
    const std::string left = unused_value(row_);
    if (!left.empty()) not_asked_ = fmt::format("no call is about {}", left);
    if (const Tool* undone = left_undone(row_))
      not_asked_ = fmt::format("the instruction asks for `{}`, which is not called", undone->name);
    if (const std::string end = unasked_end(row_); !end.empty())
      not_asked_ = fmt::format("nobody asked for `{}`", end);
    const bool calls = std::ranges::any_of(row_.turns, [](const ToolTurn& turn) {
      return !turn.steps.empty();
    });
    if (!calls && row_.case_kind == cases::kCall) not_asked_ = "nothing is called";
  }

  void rate_step(const ToolStep& step, bool is_last) {
    Said said;
    bool failed = !step.results.empty();
    for (std::size_t i = 0; i < step.calls.size(); ++i) {
      const ToolCall& call = step.calls[i];
      const double known = share_known(known_, call);
      if (known < 1) {
        said.fault(10 * known - 1, fmt::format("an argument of `{}` comes from nowhere", call.name));
        arguments.fault(std::max(1.0, 10 * known - 1), said.reason);
      } else {
        known_.add_result(call.arguments);  // an answer may tell what was asked
      }
      if (!called_.insert(call.name + call.arguments).second) {
        said.fault(4, fmt::format("`{}` is called as before", call.name));
        choice.fault(6, said.reason);
      }
      if (!has_word_of(tool_of(row_, call.name), call.name, said_))
        choice.fault(6, fmt::format("nothing in the instruction speaks of `{}`", call.name));
      if (const Tool* other = meant_instead(row_, call.name, said_))
        not_asked_ = fmt::format("the instruction speaks of what `{}` does, and `{}` is called",
                                 other->name, call.name);
      failed = failed && i < step.results.size() && step.results[i].is_error;
    }
    if (failed) said.fault(is_last ? 4 : 6, is_last ? "the call fails" : "the call fails, and is mended");
    said.score = std::max(1.0, said.score);
    messages.push_back(said);
    for (const CallResult& result : step.results) {
      known_.add_result(result.content);
      const auto document = json::Document::parse(result.content);
      if (!document) continue;
      if (const auto number = document->root().number()) counts_.insert(*number);
      add_counts(document->root(), known_, counts_);
    }
  }

  void rate_answer(const ToolTurn& turn) {
    Said said;
    // Who asks back may give an example.
    const bool asks = turn.steps.empty() && text::trim(turn.answer).ends_with('?');
    const Texts facts = asks ? Texts() : facts_of(turn.answer);
    const auto found = std::ranges::count_if(facts, [&](const std::string& fact) {
      return is_said(known_, fact);
    });
    if (found < std::ssize(facts)) {
      const auto missing = std::ranges::find_if(facts, [&](const std::string& fact) {
        return !is_said(known_, fact);
      });
      said.fault(std::max(1.0, 4.0 * static_cast<double>(found) / static_cast<double>(facts.size())),
                 fmt::format("`{}` stands in no result", *missing));
    }
    if (const std::string wrong = wrong_count(turn.answer, counts_); !wrong.empty())
      said.fault(3, fmt::format("no result has {} of them", wrong));
    if (!turn.steps.empty()) {
      const auto& results = turn.steps.back().results;
      const bool failed = !results.empty() && std::ranges::all_of(results, &CallResult::is_error);
      if (failed && !says_failure(turn.answer))
        said.fault(2, "the last call failed, and the answer does not say so");
    }
    messages.push_back(said);
    answer = said.score < answer.score ? said : answer;
  }

  const ToolUse& row_;
  tool::KnownValues known_;
  std::set<double> counts_;  // of lists in results, and numbers
  std::string said_;
  std::set<std::string> called_;
  std::string not_asked_;  // how the calls are not those that the instruction wants; or ""
};

std::string used_by(const ToolUse& row, const std::string& fact) {
  const auto has = [&](const std::string& text) {
    tool::KnownValues known;
    known.add_result(text);
    known.add_text(text);
    return is_said(known, fact);
  };
  for (const ToolTurn& turn : row.turns)
    for (const ToolStep& step : turn.steps)
      for (const ToolCall& call : step.calls)
        if (has(call.arguments)) return fact;
  for (const ToolTurn& turn : row.turns)
    if (has(turn.answer)) return fact;
  return {};
}

/// Whole words, so that they are found again.
std::string first_words(std::string_view text) {
  constexpr std::size_t kMost = 120;
  if (text.size() <= kMost) return std::string(text);
  const std::string_view front = text::prefix(text, kMost);
  return std::string(front.substr(0, front.find_last_of(" \n")));
}

void write_requirement(json::Writer& out, std::string_view text, std::string_view evidence,
                       bool is_met) {
  out.begin_object().field("text", text).field("evidence", evidence);
  out.key("met").boolean(is_met).end_object();
}

}  // namespace

Result<std::string> judge_tool_use(const Inputs& inputs) {
  TRY(const ToolUse row, row_of(inputs));
  Rater rater(row);
  rater.rate();
  const Said* worst = &rater.instruction;
  for (const Said* said : {&rater.choice, &rater.arguments, &rater.answer})
    if (said->score < worst->score) worst = said;
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("messages").begin_array();
  for (const Said& said : rater.messages)
    writer.begin_object().field("reason", said.reason).field("score", said.score).end_object();
  writer.end_array();
  writer.field("reasons", worst->score < kWithoutFault
                              ? worst->reason
                              : "every value and every fact comes from somewhere");
  writer.field("instruction", rater.instruction.score).field("tool_choice", rater.choice.score);
  writer.field("arguments", rater.arguments.score).field("answer", rater.answer.score);
  writer.end_object();
  return out;
}

Result<std::string> evaluate_tool_use(const Inputs& inputs) {
  TRY(const ToolUse row, row_of(inputs));
  Rater rater(row);
  rater.rate();
  std::string out;
  json::Writer writer(out);
  writer.begin_object().key("requirements").begin_array();
  const bool abstains = row.case_kind == cases::kAbstention;
  std::set<std::string> seen;
  std::size_t written = 0;
  for (const ToolTurn& turn : row.turns)
    for (const std::string& fact : abstains ? Texts() : facts_of(turn.instruction)) {
      if (!is_value(fact) || !seen.insert(fact).second || ++written > 12) continue;
      const std::string evidence = used_by(row, fact);
      // A name that was mended is not used as it was written.
      const bool is_mended = row.case_kind == cases::kRecovery && !evidence.empty();
      write_requirement(writer, fmt::format("it is about {}", fact), evidence,
                        is_mended || !evidence.empty());
    }
  const ToolTurn& last = row.turns.back();
  const bool is_told = rater.answer.score >= 7 && !last.answer.empty();
  const bool failed = !last.steps.empty() && !last.steps.back().results.empty() &&
                      std::ranges::all_of(last.steps.back().results, &CallResult::is_error);
  write_requirement(writer,
                    abstains ? "it is said that it cannot be done"
                             : "it is answered by what the results say",
                    first_words(last.answer), is_told && (!failed || abstains));
  writer.end_array().end_object();
  return out;
}

}  // namespace generator::offline
