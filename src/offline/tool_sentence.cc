#include "offline/tool_sentence.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_deed.h"
#include "offline/tool_nouns.h"
#include "tool/entity_words.h"
#include "tool/words.h"

namespace generator::offline {
namespace {

using tool::Origin;
using tool::SketchArgument;
using tool::SketchCall;

bool is_list(const SketchArgument& argument) {
  return argument.value.starts_with('[') || argument.takes_list;
}

bool is_handle(std::string_view lower) { return tool::handle_of(lower) != tool::kNoHandle; }

const SketchCall* source_of(const SketchArgument& argument, const Spoken& spoken) {
  if (spoken.sketch == nullptr) return nullptr;
  const auto steps = tool::steps_of(*spoken.sketch);
  if (argument.step >= steps.size() || argument.call >= steps[argument.step]->calls.size())
    return nullptr;
  return &steps[argument.step]->calls[argument.call];
}

/// "the first one", "the first dataset listed", "the new pet".
std::string of_result(const SketchArgument& argument, const Spoken& spoken,
                      const std::string& noun) {
  const SketchCall* source = source_of(argument, spoken);
  const bool is_next = source != nullptr && !spoken.before.empty() &&
                       spoken.before.back()->tool == source->tool &&
                       source->deed.kind == tool::DeedKind::kList;
  if (argument.takes_list) return fmt::format("the first three {}", plural(noun));
  if (argument.is_of_list && source != nullptr &&
      is_one_of(verb_of(*source), {"suggest", "recommend"}))
    return "the first suggestion";
  const std::string listed(source == nullptr ? std::string_view() : source->deed.noun());
  const bool is_of_other = argument.is_of_list && !listed.empty() && !argument.noun.empty() &&
                           source->deed.kind == tool::DeedKind::kList && !is_handle(listed) &&
                           !tool::is_generic(listed) && !tool::same_noun(listed, argument.noun);
  if (is_of_other && argument.field.find('.') != std::string::npos)
    return is_next ? fmt::format("the {} of the first one", noun)
                   : fmt::format("the {} of the first {}", noun, listed);
  if (argument.is_of_list && is_next) return "the first one";
  if (argument.is_of_list) return fmt::format("the first {} on the list", noun);
  if (source != nullptr && source->deed.kind == tool::DeedKind::kCreate &&
      (source->deed.nouns.empty() || tool::has_noun(source->deed.nouns, argument.noun)))
    return fmt::format("the new {}", noun);
  return fmt::format("that {}", noun);
}

/// "Set the context to x", "build the environment for x": "it" would be the context.
bool is_aside(const SketchArgument& focus, const Spoken& spoken) {
  for (auto call = spoken.before.rbegin(); call != spoken.before.rend(); ++call) {
    if (subject_of(**call) != &focus) continue;
    Spoken in_full;
    in_full.by_name = true;
    const Phrase phrase = phrase_of(**call, in_full);
    return is_one_of(phrase.verb, {"set", "switch", "change"}) ||
           phrase.object.find(" for the ") != std::string::npos;
  }
  return false;
}

}  // namespace

std::string named(const SketchArgument& argument, const Spoken& spoken, const std::string& head) {
  if (!spoken.by_name)
    if (const SketchArgument* focus = focus_of(spoken))
      if (is_same_thing(argument, *focus)) {
        // What was spoken of since, as a list, could be meant by "it".
        const bool is_past = subject_of(*spoken.before.back()) == nullptr &&
                             spoken.before.back()->deed.kind == tool::DeedKind::kList;
        if (is_past || is_aside(*focus, spoken)) return "that " + kind_of(argument);
        return is_list(argument) || is_person(argument.noun) ? "them" : "it";
      }
  const std::string noun = kind_of(argument);
  if (argument.origin == Origin::kResult && argument.value.empty())
    return of_result(argument, spoken, noun);
  const std::string value = argument.noun.empty() ? quoted(argument.value)
                                                  : said_things(argument.value);
  if (argument.value.starts_with('[')) return fmt::format("the {} {}", plural(head), value);
  if (argument.origin == Origin::kChosen && !spoken.by_name && !spoken.is_done) {
    const bool is_path = argument.value.starts_with("\"/");
    const bool is_number = !argument.value.starts_with('"');
    if (is_number) return fmt::format("a new {} with the ID {}", head, value);
    if (!is_path) return fmt::format("a new {} called {}", head, value);
  }
  return fmt::format("the {} {}", head, value);
}

bool is_understood(const SketchArgument& argument, const Spoken& spoken) {
  if (spoken.by_name) return false;
  for (auto call = spoken.before.rbegin(); call != spoken.before.rend(); ++call)
    if (subject_of(**call) != nullptr)
      return std::ranges::any_of((*call)->arguments, [&](const SketchArgument& other) {
        return is_same_thing(argument, other);
      });
  return false;
}

ToolSentence::ToolSentence(std::vector<std::string> words, const Spoken& spoken)
    : words_(std::move(words)), done_(words_.size()), spoken_(spoken) {}

std::string ToolSentence::text() const { return text::join(words_, " "); }

ToolSentence::Span ToolSentence::around(std::size_t at) const {
  Span out{at, at, at + 1};
  while (out.begin > 1 && !done_[out.begin - 1]) {
    const std::string before = bare(words_[out.begin - 1]);
    if (is_joint(before) || words_[out.begin - 1].ends_with(',')) break;
    --out.begin;
    if (is_article(before) && before != "one") break;
  }
  while (out.end < words_.size() && !words_[out.end - 1].ends_with(',') && !done_[out.end] &&
         !is_joint(bare(words_[out.end])))
    ++out.end;
  return out;
}

std::optional<ToolSentence::Span> ToolSentence::find(const std::string& noun, Fit fit) const {
  for (std::size_t i = 1; i < words_.size(); ++i) {
    const std::string lower = bare(words_[i]);
    if (done_[i] || is_joint(lower)) continue;
    const std::string one = singular(lower);
    const bool is_one = fit == Fit::kGeneric ? tool::is_generic(one) && one != "data"
                                             : tool::same_noun(one, noun);
    const bool is_several = one != lower;
    if (!is_one || is_several != (fit == Fit::kPluralHead)) continue;
    const Span span = around(i);
    std::size_t head = span.end - 1;
    while (head > i && is_handle(bare(words_[head]))) --head;
    if (fit == Fit::kInside || head == i) return span;
  }
  return std::nullopt;
}

std::optional<ToolSentence::Span> ToolSentence::place_of(const SketchArgument& argument) const {
  const bool is_reference = !argument.noun.empty();
  const tool::Words nouns = tool::words_of(is_reference ? argument.noun : noun_of(argument));
  if (nouns.empty()) return std::nullopt;
  if (is_reference)  // reference_path: "similar to a reference"
    for (const std::string& word : tool::words_of(argument.name)) {
      const bool is_qualifier =
          !is_handle(word) && !tool::same_noun(word, nouns.back()) && !is_vague(word);
      if (!is_qualifier) continue;
      if (const auto span = find(word, Fit::kHead))
        if (span->end - span->begin <= 2) return span;
    }
  const std::string& noun = nouns.back();
  const bool seeks = is_one_of(words_[0], {"list", "find", "search", "suggest", "identify"});
  const auto several = is_list(argument) || !seeks || !is_reference ? find(noun, Fit::kPluralHead) : std::nullopt;
  if (is_list(argument) && several) return several;
  if (const auto span = find(noun, Fit::kHead)) return span;
  if (several) return several;
  if (!is_reference) return std::nullopt;
  if (const auto span = find(noun, Fit::kInside)) return span;
  if (tool::words_of(argument.name)[0] == "current")
    if (const auto span = find("location", Fit::kHead)) return span;
  if (const auto span = find(noun, Fit::kGeneric)) return span;
  // "get a dataset or group" of a mere key
  const bool is_made = tool::deed_kind(words_[0]) == tool::DeedKind::kCreate;
  const bool is_any = is_handle(noun) || tool::is_generic(noun) ||
                      (argument.is_of_list && !is_made);
  if (is_any && words_.size() > 1 && is_one_of(bare(words_[1]), {"a", "an"}))
    return around(1).end > 2 ? std::optional(around(2)) : std::nullopt;
  return std::nullopt;
}

/// "HDF5 file" of "an HDF5 file path".
std::string ToolSentence::head_of(const Span& span, const SketchArgument& argument) const {
  std::vector<std::string> out;
  const std::string own = singular(bare(words_[span.at]));
  const bool is_other = !argument.noun.empty() &&
                        !tool::same_noun(own, tool::words_of(argument.noun).back());
  for (std::size_t i = span.begin; i < span.end; ++i) {
    const std::string lower = bare(words_[i]);
    if (is_vague(lower) || (i != span.at && is_handle(lower))) continue;
    if (i == span.at && is_other && is_handle(argument.noun)) out.push_back(own);
    else if (i == span.at && is_other) out.push_back(kind_of(argument));
    else if (is_other && is_handle(lower)) continue;
    else if (i == span.at) out.push_back(spelt_out(own));
    else out.push_back(words_[i].ends_with(',') ? bare(words_[i]) : words_[i]);
  }
  if (is_other && !tool::is_generic(own)) return kind_of(argument);
  return text::join(out, " ");
}

void ToolSentence::erase(std::size_t begin, std::size_t end) {
  end = std::min(end, words_.size());
  words_.erase(words_.begin() + static_cast<std::ptrdiff_t>(begin),
               words_.begin() + static_cast<std::ptrdiff_t>(end));
  done_.erase(done_.begin() + static_cast<std::ptrdiff_t>(begin),
              done_.begin() + static_cast<std::ptrdiff_t>(end));
}

void ToolSentence::replace(const Span& span, std::string name) {
  const std::string before = bare(words_[span.begin - 1]);
  const bool is_it = name == "it" || name == "them";
  const bool is_part = is_it && is_one_of(before, {"of", "for"}) && span.begin > 2;
  const Span head = is_part ? around(span.begin - 2) : span;
  if (is_part && !is_one_of(bare(words_[head.begin]), {"a", "an"})) {
    // "the shape of it" → "its shape"
    const bool has_article = is_article(bare(words_[head.begin]));
    if (has_article) words_[head.begin] = name == "it" ? "its" : "their";
    else words_[head.begin] = (name == "it" ? "its " : "their ") + words_[head.begin];
    done_[head.begin] = true;
    return erase(span.begin - 1, span.end);
  }
  const bool is_base = span.begin > 2 && bare(words_[span.begin - 2]) == "based";
  if (is_it && is_one_of(before, {"in", "from", "within", "on", "into"}) && span.begin > 2 && !is_base)
    return erase(span.begin - 1, span.end);
  const bool has_mark = words_[span.end - 1].ends_with(',') && span.end < words_.size();
  words_[span.begin] = std::move(name) + (has_mark ? "," : "");
  done_[span.begin] = true;
  erase(span.begin + 1, span.end);
}

bool ToolSentence::put(const SketchArgument& argument) {
  if (argument.noun.empty()) return put_setting(argument);
  auto span = place_of(argument);
  if (!span) return false;
  const bool is_setting = is_one_of(words_[0], {"set", "switch", "change"}) && span->begin == 1 &&
                          span->at + 1 < span->end;
  if (is_setting) {  // "set the working pipeline context to x"
    const bool is_plain = argument.origin != Origin::kResult || !argument.value.empty();
    std::string name = named(argument, spoken_, kind_of(argument));
    const bool is_said = name == "it" || name.starts_with("that ");
    if (is_plain && !is_said) name = quoted(argument.value);
    words_.insert(words_.begin() + static_cast<std::ptrdiff_t>(span->end), {"to", name});
    done_.insert(done_.begin() + static_cast<std::ptrdiff_t>(span->end), 2, true);
    return true;
  }
  // "a dataset or group"
  if (span->end + 1 < words_.size() && bare(words_[span->end]) == "or") span->end += 2;
  std::string name = named(argument, spoken_, head_of(*span, argument));
  if (name != "it" && name != "them" && is_understood(argument, spoken_)) {
    const bool goes = span->begin > 2 && is_one_of(bare(words_[span->begin - 1]),
                                                   {"in", "from", "within", "on", "into"});
    name = goes ? "it" : "that " + kind_of(argument);
  }
  // "get it" of a person or thing that was only mentioned
  if ((name == "it" || name == "them") && !is_list(argument) && span->begin == 1 && span->end == words_.size() &&
      is_one_of(words_[0], {"get", "show"}))
    name = "that " + kind_of(argument);
  if (span->begin > 2 && bare(words_[span->begin - 1]) == "or")  // the other way round
    span->begin = around(span->begin - 2).begin;
  replace(*span, std::move(name));
  return true;
}

void ToolSentence::put_open() {
  for (std::size_t i = 1; i + 1 < words_.size(); ++i) {
    if (bare(words_[i]) != "currently" || bare(words_[i + 1]) != "open") continue;
    const Span span = around(i);
    const SketchCall* opened = nullptr;
    for (const SketchCall* call : spoken_.before)
      if (call->deed.kind == tool::DeedKind::kOpen && subject_of(*call) != nullptr) opened = call;
    if (spoken_.opened != nullptr)
      return replace(span, fmt::format("the {} {}", kind_of(*spoken_.opened),
                                       quoted(spoken_.opened->value)));
    if (opened == nullptr || spoken_.by_name) return erase(i, i + 1);
    const SketchArgument& thing = *subject_of(*opened);
    const SketchArgument* focus = focus_of(spoken_);
    const bool is_it = focus != nullptr && is_same_thing(*focus, thing);
    return replace(span, is_it ? "it" : "the " + kind_of(thing));
  }
}

}  // namespace generator::offline
