#include <algorithm>
#include <array>

#include "base/text.h"
#include "tool/format_check.h"

namespace generator::tool {
namespace {

bool is_name_char(char c) { return text::is_alpha(c) || text::is_digit(c) || c == '_'; }

// "$step_1_result", "$result", "$prev.output": a variable that speaks of an earlier call. "$5",
// "$HOME" and "$schema" do not.
std::string variable_at(std::string_view s, std::size_t at) {
  std::size_t end = at + 1;
  while (end < s.size() && (is_name_char(s[end]) || s[end] == '.')) ++end;
  const std::string name = text::to_lower(s.substr(at + 1, end - at - 1));
  for (const std::string_view sign : {"step", "result", "output", "prev", "response", "call_"})
    if (name.starts_with(sign)) return std::string(s.substr(at, end - at));
  return {};
}

// From `open` to `close`, both told.
std::string between(std::string_view s, std::string_view open, std::string_view close) {
  const std::size_t begin = s.find(open);
  if (begin == std::string_view::npos) return {};
  const std::size_t end = s.find(close, begin + open.size());
  if (end == std::string_view::npos || end == begin + open.size()) return {};
  return std::string(s.substr(begin, end + close.size() - begin));
}

// "<file_name>", "[pipeline id]", "YOUR_API_KEY": the whole text, in words that describe a value.
bool is_described(std::string_view s) {
  if (s.size() < 4) return false;
  if (s.starts_with("YOUR_") || s.starts_with("your_") || s.starts_with("INSERT_")) return true;
  if (s.front() != '<' || s.back() != '>') return false;
  const std::string_view inside = s.substr(1, s.size() - 2);
  return std::ranges::all_of(
      inside, [](char c) { return is_name_char(c) || c == ' ' || c == '-' || c == '.'; });
}

// "result_of_step_1", "STEP_1_OUTPUT", "output from step 2": the whole text.
bool names_a_step(std::string_view s) {
  const std::string lower = text::to_lower(s);
  constexpr std::array kBegins = {"result of step",     "result_of_step",   "output of step",
                                  "output_of_step",     "output from step", "result from step",
                                  "output_from_step",   "result_from_step", "previous_step",
                                  "from previous step", "<from step"};
  for (const std::string_view begin : kBegins)
    if (lower.starts_with(begin)) return true;
  if (!lower.starts_with("step")) return false;
  std::size_t at = 4;
  while (at < lower.size() && (lower[at] == '_' || lower[at] == ' ')) ++at;
  const std::size_t digits = at;
  while (at < lower.size() && text::is_digit(lower[at])) ++at;
  const std::string_view rest = std::string_view(lower).substr(at);
  return at > digits && (rest.starts_with("_result") || rest.starts_with("_output") ||
                         rest.starts_with(".result") || rest.starts_with(".output"));
}

}  // namespace

std::string placeholder_in(std::string_view s) {
  for (std::size_t at = s.find('$'); at != std::string_view::npos; at = s.find('$', at + 1))
    if (std::string variable = variable_at(s, at); !variable.empty()) return variable;
  for (const auto& [open, close] : {std::pair{"{{", "}}"}, std::pair{"${", "}"}})
    if (std::string found = between(s, open, close); !found.empty()) return found;
  const std::string_view whole = text::trim(s);
  return is_described(whole) || names_a_step(whole) ? std::string(whole) : std::string();
}

}  // namespace generator::tool
