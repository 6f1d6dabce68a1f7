#include "cot/steps.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace generator::cot {
namespace {

constexpr std::string_view kStepWords[] = {"step", "schritt", "étape", "paso"};

// Bytes of "1. ", "(2) ", "- ", "Step 3: " at the front; 0: none.
std::size_t marker_size(std::string_view line) {
  std::size_t at = 0;
  for (const std::string_view word : kStepWords)
    if (text::starts_with_ignoring_case(line, word)) at = word.size();
  const bool has_word = at > 0;
  while (at < line.size() && text::is_space(line[at])) ++at;
  const bool is_open = !has_word && at < line.size() && line[at] == '(';
  at += is_open ? 1 : 0;
  const std::size_t digits = at;
  while (at < line.size() && at < digits + 2 && text::is_digit(line[at])) ++at;
  if (at == digits) {
    const bool is_bullet = !has_word && !is_open && line.size() > 1 &&
                           text::contains("-*+", line.substr(0, 1)) && line[1] == ' ';
    return is_bullet ? 2 : line.starts_with("• ") ? std::string_view("• ").size() : 0;
  }
  const bool is_closed = at < line.size() && text::contains(has_word ? ".:)-" : ".)", line.substr(at, 1));
  if (!is_closed || at + 1 >= line.size() || !text::is_space(line[at + 1])) return 0;
  return at + 1;
}

}  // namespace

std::string bare_step(std::string_view step) {
  step = text::trim(step);
  step = text::trim(step.substr(marker_size(step)));
  std::string out;
  for (const std::string_view word : text::words(step)) {
    if (!out.empty()) out += ' ';
    out += word;
  }
  return out;
}

std::vector<std::string> split_steps(std::string_view text) {
  const std::vector<std::string_view> lines = text::lines(text);
  const auto is_item = [](std::string_view line) { return marker_size(text::trim(line)) > 0; };
  const bool is_list = std::ranges::count_if(lines, is_item) > 1;
  std::vector<std::string> pieces;
  bool goes_on = false;
  for (const std::string_view line : lines) {
    const bool is_blank = text::trim(line).empty();
    const bool begins = is_list ? is_item(line) || pieces.empty() : !goes_on || is_item(line);
    if (!is_blank && begins)
      pieces.emplace_back(line);
    else if (!is_blank)
      pieces.back().append("\n").append(line);
    // A list's item goes on to the next marker; without a list every line is a step.
    goes_on = is_list && !is_blank;
  }
  std::vector<std::string> out;
  for (const std::string& piece : pieces)
    if (std::string step = bare_step(piece); !step.empty()) out.push_back(std::move(step));
  return out;
}

std::optional<std::vector<std::string>> read_steps(json::Value field) {
  if (field.is_string()) return split_steps(field.text());
  if (!field.is_array()) return std::nullopt;
  std::vector<std::string> out;
  for (std::size_t i = 0; i < field.size(); ++i) {
    const json::Value item = field.at(i);
    std::string_view text = item.is_string() ? item.text() : item.text_of("step");
    if (text.empty() && item.is_object()) text = item.text_of("text");
    if (!item.is_string() && !item.is_object()) return std::nullopt;
    if (std::string step = bare_step(text); !step.empty()) out.push_back(std::move(step));
  }
  return out;
}

std::string numbered_steps(const std::vector<std::string>& steps) {
  std::string out;
  for (std::size_t i = 0; i < steps.size(); ++i)
    out += fmt::format("{}{}. {}", i == 0 ? "" : "\n", i + 1, steps[i]);
  return out;
}

}  // namespace generator::cot
