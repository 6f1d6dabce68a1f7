#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <optional>

#include "base/text.h"
#include "offline/tool_deed.h"
#include "offline/tool_nouns.h"
#include "offline/tool_phrase.h"
#include "offline/tool_plain.h"
#include "offline/tool_progress.h"
#include "offline/tool_results.h"
#include "offline/tool_sentence.h"
#include "offline/tool_wording.h"

namespace generator::offline {
namespace {

using tool::DeedKind;
using tool::Origin;
using tool::Sketch;
using tool::SketchArgument;
using tool::SketchCall;
using tool::SketchStep;

/// The deed with "it" for what the call is about: "get its shape".
std::string deed_on_it(const SketchCall& call) {
  Spoken spoken;
  spoken.before.push_back(&call);
  const Phrase phrase = phrase_of(call, spoken);
  return phrase.object.starts_with("that ") && phrase.verb == "get"
             ? fmt::format("look {} up", is_person(subject_of(call)->noun) ? "them" : "it")
             : phrase.text();
}

std::string name_of(const SketchArgument& argument) {
  Spoken spoken;
  spoken.by_name = true;
  return named(argument, spoken, kind_of(argument));
}

/// What a result tells: the thing that the call is about before what it lies in.
const SketchArgument* taken(const SketchCall& call) {
  const SketchArgument* out = nullptr;
  for (const SketchArgument& argument : call.arguments)
    if (argument.origin == Origin::kResult) out = &argument;
  return out;
}

bool all_one_tool(const SketchStep& step) {
  return std::ranges::all_of(step.calls, [&](const SketchCall& call) {
    return call.tool == step.calls[0].tool;
  });
}

/// What the calls of a step differ in: "/a", "/b".
std::vector<std::string> differing(const SketchStep& step) {
  for (std::size_t i = 0; i < step.calls[0].arguments.size(); ++i) {
    std::vector<std::string> values;
    for (const SketchCall& call : step.calls)
      if (i < call.arguments.size()) values.push_back(said(call.arguments[i].value));
    if (!step.calls[0].arguments[i].noun.empty() && values.size() == step.calls.size() &&
        values[0] != values[1])
      return values;
  }
  return {};
}

class Thought {
 public:
  Thought(const Sketch& sketch, std::size_t turn, std::size_t step,
          const std::vector<ToolStep>& done)
      : sketch_(sketch), turn_(turn), step_(step), done_(done),
        progress_(progress_of(sketch, done)), steps_(sketch.turns[turn].steps),
        meant_(steps_[step]), opened_(opened_before(progress_, nullptr)) {
    for (const SketchCall& call : meant_.calls) calls_.push_back(filled(call, progress_.results));
  }

  std::string text() const {
    const bool has_failed =
        !done_.empty() && std::ranges::any_of(done_.back().results, &CallResult::is_error);
    if (has_failed) return after_failure();
    if (meant_.calls.size() > 1) return at_once();
    if (const SketchArgument* argument = taken(meant_.calls[0])) return from_result(*argument);
    if (!meant_.calls[0].prepares.empty() && step_ + 1 < steps_.size()) return before_more();
    return plain();
  }

 private:
  std::string one(std::initializer_list<std::string> forms) const {
    const std::size_t at = (sketch_.seed / 7 + turn_ * 5 + step_ * 3) % forms.size();
    return *(forms.begin() + static_cast<std::ptrdiff_t>(at));
  }

  std::string after_failure() const {
    if (step_ > 0 && steps_[step_ - 1].fails) {
      const SketchCall& mistaken = steps_[step_ - 1].calls[0];
      const SketchArgument* subject = subject_of(mistaken);
      const std::string noun = subject != nullptr ? kind_of(*subject) : mistaken.noun;
      return one({fmt::format("There is no {} {}, so the name may be misspelt. I {} to find the "
                              "right one.", noun, mistaken.subject, deed(calls_[0])),
                  fmt::format("No {} is called {}. I {} and look for the nearest name.", noun,
                              mistaken.subject, deed(calls_[0]))});
    }
    std::string why;
    for (const CallResult& result : done_.back().results)
      if (result.is_error) why = error_text(result.content);
    return fmt::format("The call failed (\"{}\"). That may pass, so I try it once more.", why);
  }

  std::string at_once() const {
    const std::vector<std::string> parts = differing({calls_, false});
    if (all_one_tool(meant_) && !parts.empty()) {
      const std::string names = enumerated(parts);
      return one({fmt::format("The same call is needed for {}, and none depends on another, so I "
                              "make them together.", names),
                  fmt::format("I do the same for {}; no call needs the result of another, so they "
                              "go out at once.", names),
                  fmt::format("One call for each of {}, all at once, since none waits for another.",
                              names)});
    }
    std::vector<std::string> deeds;
    for (const SketchCall& call : calls_) deeds.push_back(deed(call));
    return one({fmt::format("I {}. Neither needs the other, so both calls go out at once.",
                            enumerated(deeds)),
                fmt::format("These do not depend on each other: I {} in one go.",
                            enumerated(deeds))});
  }

  /// An earlier call took the same thing from the same result.
  bool was_taken(const SketchArgument& argument) const {
    const SketchArgument* subject = subject_of(meant_.calls[0]);
    if (subject == nullptr || !is_same_thing(*subject, argument)) return false;
    for (const CarriedOut& step : progress_.steps)
      for (const SketchCall& call : step.meant->calls)
        for (const SketchArgument& other : call.arguments)
          if (other.origin == Origin::kResult && is_same_thing(other, argument)) return true;
    return false;
  }

  std::string from_result(const SketchArgument& argument) const {
    const auto value = tool::value_of(argument, progress_.results);
    const std::string shown = value ? said(*value) : kind_of(argument);
    const auto all = tool::steps_of(sketch_);
    const bool is_mended = step_ > 1 && steps_[step_ - 2].fails;
    if (is_mended)
      return fmt::format("The closest name is {}, so I {}.", shown, deed(calls_[0]));
    const bool has_source = argument.step < all.size() &&
                            argument.call < all[argument.step]->calls.size();
    const DeedKind kind =
        has_source ? all[argument.step]->calls[argument.call].deed.kind : DeedKind::kOther;
    if (argument.takes_list)
      return fmt::format("The first ones on the list are {}; I {}.", shown, deed(calls_[0]));
    if (was_taken(argument))
      return fmt::format("It is still about {}, so I {}.",
                         name_of(*subject_of(calls_[0])), deed_on_it(calls_[0]));
    if (argument.is_of_list)
      return one({fmt::format("The list names {} first, so I {}.", shown, deed(calls_[0])),
                  fmt::format("The list begins with {}. I {}.", shown, deed(calls_[0])),
                  fmt::format("First on the list is {}; with that I can {}.", shown,
                              deed(calls_[0]))});
    if (kind == DeedKind::kCreate)
    {
      const bool is_number = value && !value->starts_with('"');
      const bool is_own = &argument == subject_of(meant_.calls[0]);
      return fmt::format("The new {} {} {}, so I can {}.", kind_of(argument),
                         is_number ? "has the ID" : "is called", shown,
                         is_own ? deed_on_it(calls_[0]) : deed(calls_[0]));
    }
    return one({fmt::format("The result names {}, so I can {}.", shown, deed(calls_[0])),
                fmt::format("With {} known from the last result, I {}.", shown, deed(calls_[0]))});
  }

  /// The next call that is wanted for itself.
  const SketchCall* wanted() const {
    for (std::size_t i = step_ + 1; i < steps_.size(); ++i)
      if (steps_[i].calls[0].prepares.empty()) return &steps_[i].calls[0];
    return nullptr;
  }

  std::string before_more() const {
    const SketchCall& call = calls_[0];
    const SketchCall* later = wanted();
    if (later == nullptr) return plain();
    const SketchArgument* subject = subject_of(*later);
    const SketchArgument* own = subject_of(call);
    const bool is_other = subject != nullptr && subject->origin == Origin::kGiven &&
                          !subject->value.starts_with('[') &&
                          (own == nullptr || own->value != subject->value);
    if (call.deed.kind == DeedKind::kOpen && own != nullptr) {
      if (is_other)
        return one({fmt::format("{} lies in {}, which has to be open first.",
                                capitalized(name_of(*subject)), name_of(*own)),
                    fmt::format("To get at {}, I first open {}.", name_of(*subject),
                                name_of(*own))});
      return fmt::format("{} has to be open before anything else, so I {}.",
                         capitalized(name_of(*own)), deed_on_it(call));
    }
    if (call.deed.kind == DeedKind::kList)
      return fmt::format("I do not know yet what there is, so I {} first.", deed(call));
    if (later->description == call.description) return plain();
    return one({fmt::format("Before I can {}, I have to {}.", deed(*later), deed(call)),
                fmt::format("First I {}; the rest builds on that.", deed(call))});
  }

  std::string plain() const {
    const SketchCall& call = calls_[0];
    const SketchArgument* subject = subject_of(call);
    const std::string whole = deed(call);
    const bool is_first = step_ == 0 && turn_ == 0;
    const bool is_last = step_ + 1 == steps_.size();
    if (subject == nullptr && step_ > 0)
      return is_last ? fmt::format("What is left is to {}.", whole)
                     : fmt::format("Next I {}.", whole);
    if (subject == nullptr) {
      if (call.arguments.empty())
        return one({fmt::format("Nothing has to be filled in for this, so I {} right away.", whole),
                    fmt::format("I {}; that takes no input.", whole),
                    fmt::format("One call is enough here: I {}.", whole)});
      return one({fmt::format("All values are given, so I {}.", whole),
                  fmt::format("The request has everything that this takes: I {}.", whole),
                  fmt::format("This needs one call: I {}.", whole)});
    }
    if (subject->origin == Origin::kChosen)
    {
      const bool is_path = subject->value.starts_with("\"/");
      return one({fmt::format("The {} for it is given, so I {}.", is_path ? "path" : "name", whole),
                  fmt::format("A new {} is wanted: I {}.", kind_of(*subject), whole)});
    }
    if (subject->origin == Origin::kRepeated && !is_first)
      return one({fmt::format("It is still about {}, so I {}.", name_of(*subject), deed_on_it(call)),
                  fmt::format("{} was named before, so I {}.", capitalized(name_of(*subject)),
                              deed_on_it(call))});
    if (!is_first && step_ > 0)
      return is_last ? one({fmt::format("What is left is to {}.", whole),
                            fmt::format("Now I {}.", whole)})
                     : fmt::format("Next I {}.", whole);
    if (is_asking(call))
      return one({fmt::format("{} {} named, so I can {} directly.", capitalized(name_of(*subject)),
                              subject->value.starts_with('[') ? "are" : "is", deed_on_it(call)),
                  fmt::format("One call tells this: I {}.", whole),
                  fmt::format("I {}; all that it needs is given.", whole)});
    return one({fmt::format("{} {} named, so I {}.", capitalized(name_of(*subject)),
                            subject->value.starts_with('[') ? "are" : "is", deed_on_it(call)),
                fmt::format("I {}, as asked.", whole),
                fmt::format("It is clear what is meant, so I {}.", whole)});
  }

  std::string deed(const SketchCall& call) const {
    Spoken spoken;
    spoken.by_name = true;
    const Phrase phrase = phrase_of(call, spoken);
    if (phrase.is_bare) return phrase.text_with("look up");
    const std::string plain = phrase.text();
    const bool asks_name = plain.find("the path of") != std::string::npos ||
                           plain.find("the name of") != std::string::npos;
    if (asks_name) return plain;
    spoken.opened = opened_ ? &*opened_ : nullptr;
    return phrase_of(call, spoken).text();
  }

  const Sketch& sketch_;
  std::size_t turn_, step_;
  const std::vector<ToolStep>& done_;
  Progress progress_;
  const std::vector<SketchStep>& steps_;
  const SketchStep& meant_;
  std::vector<SketchCall> calls_;
  std::optional<SketchArgument> opened_;
};

}  // namespace

std::string thought_of(const Sketch& sketch, std::size_t turn, std::size_t step,
                       const std::vector<ToolStep>& done) {
  if (turn >= sketch.turns.size() || step >= sketch.turns[turn].steps.size() ||
      sketch.turns[turn].steps[step].calls.empty())
    return {};
  return without_articles(Thought(sketch, turn, step, done).text(), sketch);
}

}  // namespace generator::offline
