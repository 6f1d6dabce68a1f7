#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "offline/tool_nouns.h"
#include "offline/tool_phrase.h"
#include "offline/tool_plain.h"
#include "offline/tool_progress.h"
#include "offline/tool_results.h"
#include "offline/tool_telling.h"
#include "offline/tool_wording.h"
#include "tool/entity_words.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::Origin;
using tool::Sketch;
using tool::SketchArgument;
using tool::SketchCall;

std::string no_tool(const Sketch& sketch, const SketchCall& call) {
  Spoken spoken;
  spoken.by_name = true;
  const Phrase phrase = phrase_of(call, spoken);
  const std::string deed = phrase.is_bare ? phrase.text_with("look up") : phrase.text();
  switch (sketch.seed % 3) {
    case 0:
      return fmt::format("I cannot {}: none of the tools that I have does that.", deed);
    case 1:
      return fmt::format("None of the tools at hand can {}, so I cannot do that here.", deed);
    default:
      return fmt::format("Sorry, I have no tool with which I could {}.", deed);
  }
}

/// "path" of a dataset's path, "ID" of a pipeline_id; "" where it is not told.
std::string handle_word(const SketchArgument& argument) {
  const tool::Words words = tool::words_of(argument.name);
  if (words.empty() || tool::handle_of(tool::singular(words.back())) == tool::kNoHandle)
    return argument.value.starts_with("\"/") ? "path" : "";
  return spelt_out(tool::singular(words.back()));
}

std::string asked_back(const Sketch& sketch, const SketchCall& call) {
  for (const SketchArgument& argument : call.arguments) {
    if (argument.name != sketch.missing) continue;
    const std::string noun = kind_of(argument);
    const std::string handle = handle_word(argument);
    const bool is_path = argument.value.starts_with("\"/");
    if (argument.noun.empty() && noun == "body") return "What should it be?";
    const tool::Words name = tool::words_of(argument.name);
    if (argument.noun.empty() && name.size() > 1 && is_one_of(name.back(), {"type", "kind"}))
      return fmt::format("Which {} should I use?", spelt_name(argument.name));
    if (argument.noun.empty())
      return sketch.seed % 2 == 0 ? fmt::format("Which {} should I use?", noun)
                                  : fmt::format("What should the {} be?", noun);
    if (argument.origin == Origin::kChosen && is_path)
      return fmt::format("Where is the new {}? I need its path.", noun);
    if (argument.origin == Origin::kChosen)
      return argument.value.starts_with('"')
                 ? fmt::format("What should the new {} be called?", noun)
                 : fmt::format("Which {} should the new {} have?", handle.empty() ? "number" : handle,
                               noun);
    const bool is_list = argument.value.starts_with('[');
    const std::string things = is_list ? plural(noun) : noun;
    if (handle.empty()) return fmt::format("Which {} do you mean?", things);
    switch (sketch.seed % 3) {
      case 0:
        return fmt::format("Which {} do you mean? I need {} {}.", things, is_list ? "their" : "its",
                           is_list ? plural(handle) : handle);
      case 1:
        return fmt::format("Sure. Which {} do you mean?", things);
      default:
        return fmt::format("What is the {} of the {}?", handle, noun);
    }
  }
  return "Please tell me more.";
}

std::string given_up(const std::vector<ToolStep>& done) {
  for (auto step = done.rbegin(); step != done.rend(); ++step)
    for (const CallResult& result : step->results)
      if (result.is_error) return ended("That could not be done: " + error_text(result.content));
  return "That could not be done.";
}

class Answer {
 public:
  explicit Answer(const Progress& progress) : progress_(progress) {
    std::size_t calls = 0;
    for (const CarriedOut& step : progress.steps) calls += step.meant->calls.size();
    calls_.reserve(calls);
    spoken_.is_done = true;
  }

  void add(const CarriedOut& step) {
    std::vector<SketchCall> calls;
    for (const SketchCall& call : step.meant->calls) calls.push_back(filled(call, progress_.results));
    const auto opened = opened_before(progress_, &step);
    const bool is_spoken = std::ranges::any_of(spoken_.before, [](const SketchCall* call) {
      return call->deed.kind == tool::DeedKind::kOpen;
    });
    spoken_.opened = opened && !is_spoken ? &*opened : nullptr;
    const bool is_same = calls.size() > 1 && std::ranges::all_of(calls, [&](const SketchCall& call) {
      return call.tool == calls[0].tool;
    });
    if (is_same) {
      Spoken spoken;
      spoken.by_name = true;
      say(told_together(calls, step.done->results, spoken));
      spoken_.before.clear();
      return;
    }
    for (std::size_t i = 0; i < calls.size() && i < step.done->results.size(); ++i) {
      calls_.push_back(std::move(calls[i]));
      const std::string part = told(calls_.back(), step.done->results[i], spoken_);
      say(part);
      const SketchArgument* subject = subject_of(calls_.back());
      const bool is_about = subject != nullptr && (part.find(said(subject->value)) != std::string::npos ||
                                                   part.starts_with("It"));
      if (!is_about) spoken_.before.clear();
      else spoken_.before.push_back(&calls_.back());
    }
    spoken_.opened = nullptr;
  }

  void say(const std::string& part) {
    const bool has_list = text_.find("\n- ", last_) != std::string::npos ||
                          part.find("\n- ") != std::string::npos;
    last_ = text_.size();
    text_ += (text_.empty() ? "" : has_list ? "\n\n" : " ") + part;
  }

  const std::string& text() const { return text_; }

 private:
  const Progress& progress_;
  Spoken spoken_;
  std::vector<SketchCall> calls_;
  std::string text_;
  std::size_t last_ = 0;  // where the last part begins
};

/// "I found no repository hpc_tool; …"
std::string correction(const SketchCall& mistaken, const SketchCall& mended,
                       const Progress& progress) {
  for (const SketchArgument& argument : mended.arguments)
    if (argument.origin == Origin::kResult)
      if (const auto value = tool::value_of(argument, progress.results))
        return fmt::format("There is no {} {}; the closest name is {}, so I used that.",
                           kind_of(argument), mistaken.subject, said(*value));
  return {};
}

}  // namespace

namespace {

std::string answer_text(const Sketch& sketch, std::size_t turn, const std::vector<ToolStep>& done) {
  if (turn >= sketch.turns.size() || sketch.turns[turn].steps.empty() ||
      sketch.turns[turn].steps[0].calls.empty())
    return given_up(done);
  const SketchCall& first = sketch.turns[turn].steps[0].calls[0];
  if (sketch.case_kind == cases::kAbstention) return no_tool(sketch, first);
  if (is_talk(sketch, turn)) return asked_back(sketch, first);
  const Progress progress = progress_of(sketch, done);
  Answer answer(progress);
  const SketchCall* mistaken = nullptr;
  for (const CarriedOut& step : progress.steps) {
    if (step.turn != turn) continue;
    const bool is_last = &step == &progress.steps.back();
    if (step.meant->fails) {
      mistaken = &step.meant->calls[0];
      continue;
    }
    if (mistaken != nullptr && !is_last) continue;                    // the look-up
    if (!step.meant->calls[0].prepares.empty() && !is_last) continue;  // only a way to the rest
    if (mistaken != nullptr)
      if (const std::string text = correction(*mistaken, step.meant->calls[0], progress);
          !text.empty())
        answer.say(text);
    answer.add(step);
  }
  return answer.text().empty() ? given_up(done) : answer.text();
}

}  // namespace

std::string answer_of(const Sketch& sketch, std::size_t turn, const std::vector<ToolStep>& done) {
  return without_articles(answer_text(sketch, turn, done), sketch);
}

}  // namespace generator::offline
