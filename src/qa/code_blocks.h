// The fenced code blocks of a Markdown text.
#pragma once

#include <string_view>
#include <vector>

#include "data/chunk.h"

namespace generator::qa {

struct CodeBlock {
  Span whole;    // fences included
  Span content;  // between the fences, with its last line end
};

/// In order; an unclosed one goes to the end of the text.
std::vector<CodeBlock> code_blocks(std::string_view text);

}  // namespace generator::qa
