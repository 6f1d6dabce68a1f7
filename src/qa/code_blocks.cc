#include "qa/code_blocks.h"

#include <algorithm>

#include "base/text.h"

namespace generator::qa {
namespace {

// Length and mark of the fence that `line` is; its info string may follow an opening one.
std::size_t fence_of(std::string_view line, char& mark, std::string_view& rest) {
  const std::string_view bare = text::trim(line);
  if (bare.empty() || (bare[0] != '`' && bare[0] != '~')) return 0;
  mark = bare[0];
  const std::size_t length = std::min(bare.find_first_not_of(mark), bare.size());
  rest = bare.substr(length);
  return length >= 3 ? length : 0;
}

}  // namespace

std::vector<CodeBlock> code_blocks(std::string_view text) {
  std::vector<CodeBlock> blocks;
  std::size_t open_length = 0;
  char open_mark = 0;
  CodeBlock block;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t newline = text.find('\n', at);
    const std::size_t end = newline == std::string_view::npos ? text.size() : newline;
    const std::size_t next = newline == std::string_view::npos ? text.size() : newline + 1;
    char mark = 0;
    std::string_view rest;
    const std::size_t length = fence_of(text.substr(at, end - at), mark, rest);
    if (open_length == 0) {
      if (length > 0 && (mark == '~' || rest.find('`') == std::string_view::npos)) {
        open_length = length;
        open_mark = mark;
        block.whole.begin = static_cast<std::int64_t>(at);
        block.content.begin = static_cast<std::int64_t>(next);
      }
    } else if (length >= open_length && mark == open_mark && rest.empty()) {
      block.content.end = static_cast<std::int64_t>(at);
      block.whole.end = static_cast<std::int64_t>(end);
      blocks.push_back(block);
      open_length = 0;
    }
    at = next;
  }
  if (open_length > 0) {
    block.content.end = block.whole.end = static_cast<std::int64_t>(text.size());
    blocks.push_back(block);
  }
  return blocks;
}

}  // namespace generator::qa
