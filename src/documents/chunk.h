// From clean text to chunks that follow its structure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "data/chunk.h"
#include "data/interfaces.h"
#include "documents/clean.h"

namespace generator::documents {

/// Tokens of a chunk. 0 < min <= max.
struct TokenRange {
  std::int64_t min = 512;
  std::int64_t max = 1024;
};
/// Reads "512:1024". Errors: kWrongUse.
Result<TokenRange> token_range(std::string_view text);

/// Chunks of `document` in order, together all of its text but blank lines between them. None is
/// longer than `range.max` by `tokens`; one is shorter than `range.min` only where the text or its
/// structure leaves no other way.
///
/// Text: sections are merged with their neighbours up to `max`, and split between paragraphs. A
/// fence, table, list or formula is cut only where it alone is longer than `max`: at its items,
/// rows or lines. A heading stays with its text, a caption or a line that ends in ':' with what it
/// introduces. Code: definitions by `outline` (nullptr, or a language it does not know: blocks
/// between blank lines) are merged and cut likewise. `headings` of a text chunk is the longest path
/// that all of it shares, the document's title first; of code: the enclosing definitions, then
/// those that it holds. Chunk ids are `<file name>:<number>:<8 hex digits of place and content>`.
std::vector<Chunk> chunks(const Cleaned& document, const TokenRange& range,
                          const TokenCounter& tokens, const SourceOutline* outline);

/// How many chunks lie inside `range`.
struct RangeShare {
  std::int64_t inside = 0;
  std::int64_t below = 0;  // short ones, of them `last` are a document's last
  std::int64_t last = 0;
  std::int64_t above = 0;
};
RangeShare range_share(const std::vector<Chunk>& chunks, const TokenRange& range);

/// What ingesting again would change, by source and content: indices into `now`, and ids of
/// `before` that are gone.
struct Changes {
  std::vector<std::size_t> added;
  std::vector<std::size_t> kept;
  std::vector<std::string> removed;
};
Changes changes(const std::vector<Chunk>& before, const std::vector<Chunk>& now);

}  // namespace generator::documents
