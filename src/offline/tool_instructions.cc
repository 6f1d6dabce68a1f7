#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_phrase.h"
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

class Chooser {
 public:
  explicit Chooser(std::uint64_t seed) : seed_(seed) {}
  std::size_t below(std::size_t bound) {
    seed_ = seed_ * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<std::size_t>((seed_ >> 33) % bound);
  }
  std::string_view one(std::initializer_list<std::string_view> forms) {
    return *(forms.begin() + static_cast<std::ptrdiff_t>(below(forms.size())));
  }

 private:
  std::uint64_t seed_;
};

/// "What is the shape of X?" of "get the shape of X".
std::optional<std::string> question(const Phrase& phrase) {
  if (!phrase.is_question) return std::nullopt;
  std::string object = phrase.object;
  if (object.starts_with("the total number of ") || object.starts_with("the number of ")) {
    const std::size_t begin = object.find(" of ") + 4;
    const std::size_t in = object.find(" in ", begin);
    const std::string things = object.substr(begin, in == std::string::npos ? in : in - begin);
    if (in != std::string::npos)
      return fmt::format("How many {} are{}?", things, object.substr(in));
  }
  const std::size_t cut = std::min({object.find(" of "), object.find(" in "), object.find(" and "),
                                    object.find(" for "), object.size()});
  const std::size_t space = object.rfind(' ', cut == 0 ? 0 : cut - 1);
  const std::string head = object.substr(space == std::string::npos ? 0 : space + 1,
                                         cut - (space == std::string::npos ? 0 : space + 1));
  const bool several = is_plural(text::to_lower(head)) || object.starts_with("all ") ||
                       object.find(" and its ") != std::string::npos;
  const std::string rest =
      phrase.rest.empty() ? "" : (phrase.rest.starts_with("at most") ? ", " : " ") + phrase.rest;
  const bool is_all = object.starts_with("all ");
  if (is_all || is_plural(text::to_lower(object.substr(0, object.find(' ')))) ||
      object.ends_with(" available") || object.starts_with("available ")) {
    std::string things = is_all ? object.substr(4) : object;
    for (const std::string_view vague : {"registered ", "available ", "current "})
      if (things.starts_with(vague)) things.erase(0, vague.size());
    if (things.ends_with(" available")) things.resize(things.size() - 10);
    const std::size_t of = things.find(" of the ");
    if (of != std::string::npos)
      return fmt::format("Which {} does {}{} have?", things.substr(0, of), things.substr(of + 4), rest);
    return fmt::format("Which {} are there{}?", things, rest);
  }
  return fmt::format("What {} {}{}?", several ? "are" : "is", object, rest);
}

/// Several phrases as one sentence without its end: verbs that are the same are said once.
std::string joined(const std::vector<Phrase>& phrases, Chooser& choose) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < phrases.size(); ++i) {
    const Phrase& phrase = phrases[i];
    const bool same = i > 0 && phrases[i - 1].verb == phrase.verb && phrases[i - 1].rest.empty() &&
                      !phrase.object.empty();
    if (same && phrases[i - 1].object.find(" and ") == std::string::npos) {
      parts.back() += " and " + phrase.object + (phrase.rest.empty() ? "" : " " + phrase.rest);
      continue;
    }
    parts.push_back(phrase.text());
  }
  if (parts.size() == 1) return parts[0];
  std::string out = parts[0];
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const bool is_last = i + 1 == parts.size();
    const bool has_and = parts[i - 1].find(" and ") != std::string::npos;
    if (!is_last)
      out += ", " + parts[i];
    else
      out += fmt::format("{} and {}{}", parts.size() > 2 || has_and ? "," : "",
                         choose.below(3) == 0 || parts.size() > 2 ? "then " : "", parts[i]);
  }
  return out;
}

std::string request(const std::string& deed, Chooser& choose, bool is_first) {
  if (!is_first) {
    switch (choose.below(4)) {
      case 0:
        return fmt::format("Now {}.", deed);
      case 1:
        return fmt::format("Good. Please {}.", deed);
      case 2:
        return fmt::format("Next, {}.", deed);
      default:
        return fmt::format("Then {}, please.", deed);
    }
  }
  switch (choose.below(6)) {
    case 0:
      return fmt::format("Please {}.", deed);
    case 1:
      return fmt::format("Can you {}?", deed);
    case 2:
      return fmt::format("I need you to {}.", deed);
    case 3:
      return fmt::format("Could you {}?", deed);
    default:
      return capitalized(deed) + ".";
  }
}

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
            &step != &sketch_.turns[i].steps.back() && choose_.below(2) == 0)
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
      phrases.push_back(phrase_of(merged_.back(), spoken_));
      for (const SketchCall& call : step.calls) spoken_.before.push_back(&call);
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
      if (auto asked = question(phrases[0])) {
        if (place) return fmt::format("In {}, {}{}", *place,
                                      static_cast<char>(asked->front() + 32), asked->substr(1));
        if (!is_first)
          return fmt::format("And {}{}", static_cast<char>(asked->front() + 32), asked->substr(1));
        return *asked;
      }
    const std::string deed = joined(phrases, choose_);
    if (place) {
      switch (choose_.below(3)) {
        case 0:
          return fmt::format("In {}, {}.", *place, deed);
        case 1:
          return fmt::format("I am working with {}. Please {}.", *place, deed);
        default:
          return fmt::format("For {}: {}.", *place, deed);
      }
    }
    return request(deed, choose_, is_first);
  }

  std::string without_argument(const SketchCall& call) {
    Spoken spoken = spoken_;
    spoken.left_out = sketch_.missing;
    std::string deed = phrase_of(call, spoken).text();
    return request(deed, choose_, true);
  }

  std::string told_later(const SketchCall& call) {
    std::string value, noun;
    for (const SketchArgument& argument : call.arguments)
      if (argument.name == sketch_.missing) {
        value = said(argument.value);
        noun = argument.noun.empty() ? noun_of(argument) : argument.noun;
      }
    switch (choose_.below(4)) {
      case 0:
        return fmt::format("{}, please.", value);
      case 1:
        return fmt::format("Take {}.", value);
      case 2:
        return fmt::format("Sorry, I forgot that: {}.", value);
      default:
        return fmt::format("The {} is {}.", noun, value);
    }
  }

  const Sketch& sketch_;
  Chooser choose_;
  Spoken spoken_;
  std::vector<SketchCall> merged_;
};

}  // namespace

std::vector<std::string> instructions_of(const Sketch& sketch) {
  return Instructions(sketch).all();
}

}  // namespace generator::offline
