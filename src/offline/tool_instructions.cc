#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_deed.h"
#include "offline/tool_nouns.h"
#include "offline/tool_phrase.h"
#include "offline/tool_plain.h"
#include "offline/tool_questions.h"
#include "offline/tool_requests.h"
#include "offline/tool_wording.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::Origin;
using tool::Sketch;
using tool::SketchArgument;
using tool::SketchCall;
using tool::SketchStep;
using tool::SketchTurn;

/// "In /data/a.h5, …": what is opened first, as a circumstance.
std::optional<std::string> circumstance(const SketchCall& call) {
  if (call.prepares.empty() || call.deed.kind != tool::DeedKind::kOpen) return std::nullopt;
  const SketchArgument* thing = nullptr;
  for (const SketchArgument& argument : call.arguments) {
    const bool is_plain = argument.noun.empty() || argument.origin == Origin::kResult;
    if (is_plain || thing != nullptr) return std::nullopt;
    thing = &argument;
  }
  if (thing == nullptr || thing->origin == Origin::kRepeated) return std::nullopt;
  return fmt::format("the {} {}", thing->noun, said(thing->value));
}

/// "the shapes of A, B and C": the call with all values of what differs.
SketchCall merged(const SketchStep& step) {
  SketchCall out = step.calls[0];
  for (SketchArgument& argument : out.arguments) {
    std::vector<std::string> values;
    for (const SketchCall& call : step.calls)
      for (const SketchArgument& other : call.arguments)
        if (other.name == argument.name &&
            std::ranges::find(values, other.value) == values.end())
          values.push_back(other.value);
    if (values.size() > 1) {
      argument.value = "[" + text::join(values, ",") + "]";
      argument.origin = Origin::kGiven;
    }
  }
  return out;
}

bool is_parallel(const SketchStep& step) {
  return step.calls.size() > 1 && std::ranges::all_of(step.calls, [&](const SketchCall& call) {
    return call.tool == step.calls[0].tool;
  });
}

/// Whether more than the thing differs, so that it cannot be said in one.
bool differs_in_settings(const SketchStep& step) {
  for (std::size_t i = 0; i < step.calls[0].arguments.size(); ++i) {
    const SketchArgument& argument = step.calls[0].arguments[i];
    for (const SketchCall& call : step.calls)
      if (argument.noun.empty() && (i >= call.arguments.size() ||
                                    call.arguments[i].value != argument.value))
        return true;
  }
  return false;
}

class Instructions {
 public:
  explicit Instructions(const Sketch& sketch) : sketch_(sketch), choose_(sketch.seed) {
    merged_.reserve(sketch.steps());
    spoken_.sketch = &sketch;
  }

  std::vector<std::string> all() {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < sketch_.turns.size(); ++i) out.push_back(turn(i));
    return out;
  }

 private:
  std::string turn(std::size_t i) {
    if (sketch_.case_kind == cases::kMissingArgument) {
      if (i == 0) return without_argument(sketch_.turns[0].steps[0].calls[0]);
      return told_later(sketch_.turns[0].steps[0].calls[0]);
    }
    std::vector<Phrase> phrases;
    std::optional<std::string> place;
    for (const SketchStep& step : sketch_.turns[i].steps) {
      if (step.fails || !is_mending(i, step)) {
        if (!place && phrases.empty() && step.calls.size() == 1 &&
            &step != &sketch_.turns[i].steps.back() && !speaks_of_open(i) && choose_.below(2) == 0)
          if (auto found = circumstance(step.calls[0])) {
            place = std::move(found);
            spoken_.before.push_back(&step.calls[0]);
            continue;
          }
        add(step, phrases);
      }
    }
    return sentence(phrases, place, i == 0);
  }

  /// "the currently open file": it is to be opened first, then.
  bool speaks_of_open(std::size_t turn) const {
    for (const SketchStep& step : sketch_.turns[turn].steps)
      for (const SketchCall& call : step.calls)
        if (text::to_lower(call.description).find("currently open") != std::string::npos)
          return true;
    return false;
  }

  /// Of a recovery the steps after the one that fails are the assistant's own affair.
  bool is_mending(std::size_t turn, const SketchStep& step) const {
    if (sketch_.case_kind != cases::kRecovery) return false;
    bool failed = false;
    for (const SketchStep& other : sketch_.turns[turn].steps) {
      if (&other == &step) return failed;
      failed = failed || other.fails;
    }
    return false;
  }

  void add(const SketchStep& step, std::vector<Phrase>& phrases) {
    if (is_parallel(step) && !differs_in_settings(step)) {
      merged_.push_back(merged(step));
      Phrase phrase = phrase_of(merged_.back(), spoken_);
      phrase.object = of_several(std::move(phrase.object));
      phrases.push_back(std::move(phrase));
      spoken_.before.push_back(&merged_.back());
      return;
    }
    for (const SketchCall& call : step.calls) {
      phrases.push_back(phrase_of(call, spoken_));
      spoken_.before.push_back(&call);
    }
  }

  std::string sentence(const std::vector<Phrase>& phrases, const std::optional<std::string>& place,
                       bool is_first) {
    if (phrases.size() == 1 && choose_.below(3) != 0)
      if (auto asked = question_of(phrases[0])) {
        if (place) return fmt::format("In {}, {}", *place, uncapitalized(*asked));
        if (is_first) return *asked;
        const bool is_own = phrases[0].object.starts_with("its ");
        if (is_own && phrases[0].rest.empty() && choose_.below(3) == 0)
          return fmt::format("And {}?", phrases[0].object);
        return fmt::format("And {}", uncapitalized(*asked));
      }
    if (!place) return request(phrases, choose_, is_first);
    const std::string deed = joined(phrases, asking_verb(phrases, choose_), choose_);
    switch (choose_.below(3)) {
      case 0:
        return fmt::format("In {}, {}.", *place, deed);
      case 1:
        return fmt::format("I am working with {}. Please {}.", *place, deed);
      default:
        return fmt::format("I have {} here. Can you {}?", *place, deed);
    }
  }

  std::string without_argument(const SketchCall& call) {
    Spoken spoken = spoken_;
    spoken.left_out = sketch_.missing;
    return request({phrase_of(call, spoken)}, choose_, true);
  }

  std::string told_later(const SketchCall& call) {
    for (const SketchArgument& argument : call.arguments) {
      if (argument.name != sketch_.missing) continue;
      const std::string value = said(argument.value);
      if (argument.origin == Origin::kChosen && argument.value.starts_with('"') &&
          !value.starts_with('/'))
        return fmt::format(fmt::runtime(choose_.one({"Call it {}.", "{}, please.", "Let's call it {}."})),
                           value);
      switch (choose_.below(4)) {
        case 0:
          return fmt::format("{}, please.", value);
        case 1:
          return fmt::format("I mean {}.", value);
        case 2:
          return fmt::format("Sorry, I forgot that: {}.", value);
        default:
          return fmt::format("{} {}.", argument.noun.empty() ? "Take" : "It's", value);
      }
    }
    return {};
  }

  const Sketch& sketch_;
  Chooser choose_;
  Spoken spoken_;
  std::vector<SketchCall> merged_;
};

}  // namespace

std::vector<std::string> instructions_of(const Sketch& sketch) {
  std::vector<std::string> out = Instructions(sketch).all();
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = varied(without_articles(std::move(out[i]), sketch), sketch, sketch.seed / 11 + i);
  return out;
}

}  // namespace generator::offline
