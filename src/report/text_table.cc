#include "report/text_table.h"

#include <algorithm>

#include "base/text.h"

namespace generator {
namespace {

std::string cell(std::string_view content) {
  std::string out = text::for_terminal(content);
  std::replace_if(out.begin(), out.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return text::replace_all(out, "|", "\\|");
}

std::string padded(const std::string& content, std::size_t width, bool is_number) {
  const std::string space(width - text::length(content), ' ');
  return is_number ? space + content : content + space;
}

}  // namespace

TextTable::TextTable(std::vector<std::string> titles) : titles_(std::move(titles)) {
  for (auto& title : titles_) {
    is_number_.push_back(title.ends_with('#'));
    if (is_number_.back()) title.pop_back();
  }
}

void TextTable::add(std::vector<std::string> cells) {
  for (auto& content : cells) content = cell(content);
  rows_.push_back(std::move(cells));
}

std::string TextTable::text() const {
  if (rows_.empty()) return "";
  std::vector<std::size_t> widths;
  for (std::size_t c = 0; c < titles_.size(); ++c) {
    widths.push_back(std::max<std::size_t>(3, text::length(titles_[c])));
    for (const auto& row : rows_) widths[c] = std::max(widths[c], text::length(row[c]));
  }
  std::string out;
  const auto line = [&](const std::vector<std::string>& cells) {
    for (std::size_t c = 0; c < cells.size(); ++c)
      out += "| " + padded(cells[c], widths[c], is_number_[c]) + " ";
    out += "|\n";
  };
  line(titles_);
  for (std::size_t c = 0; c < titles_.size(); ++c)
    out += "| " + std::string(widths[c] - 1, '-') + (is_number_[c] ? ":" : "-") + " ";
  out += "|\n";
  for (const auto& row : rows_) line(row);
  return out;
}

}  // namespace generator
