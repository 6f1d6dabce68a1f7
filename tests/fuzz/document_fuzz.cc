// documents: any page becomes clean text and chunks that are exactly parts of it. The first byte
// chooses the kind of page.
#include "documents/chunk.h"
#include "documents/clean.h"
#include "documents/estimate.h"

#include "base/text.h"
#include "fuzz/fuzz.h"

using namespace generator;
using fuzz::promise;

namespace {

constexpr documents::DocumentType kTypes[] = {
    documents::DocumentType::kMarkdown, documents::DocumentType::kHtml,
    documents::DocumentType::kText, documents::DocumentType::kCode};
constexpr const char* kLanguages[] = {"c", "python", "rust", "javascript", "shell"};
constexpr documents::TokenRange kRanges[] = {{512, 1024}, {16, 48}, {1, 1}, {8, 12}};

void check_chunks(const documents::Cleaned& cleaned, const documents::TokenRange& range) {
  const documents::EstimatedTokens tokens;
  const std::vector<Chunk> chunks = documents::chunks(cleaned, range, tokens, nullptr);
  std::string_view text = cleaned.text;
  std::size_t at = 0;
  for (const Chunk& chunk : chunks) {
    const auto begin = static_cast<std::size_t>(chunk.bytes.begin),
               end = static_cast<std::size_t>(chunk.bytes.end);
    promise(begin >= at && begin < end && end <= text.size(),
            "chunks follow each other inside the text");
    promise(text::trim(text.substr(at, begin - at)).empty(),
            "nothing but blank stands between chunks");
    promise(text.substr(begin, end - begin) == chunk.text, "a chunk is the text at its range");
    promise(text::is_valid_utf8(chunk.text), "no chunk cuts a character");
    promise(chunk.lines.begin >= 1 && chunk.lines.begin < chunk.lines.end, "a chunk has lines");
    // A single character may be more than one token.
    promise(tokens.count(chunk.text) <= range.max || text::length(chunk.text) == 1,
            "no chunk is above the maximum");
    at = end;
  }
  promise(text::trim(text.substr(at)).empty(), "nothing is left over");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) return 0;
  const documents::DocumentType type = kTypes[data[0] % std::size(kTypes)];
  const bool is_code = type == documents::DocumentType::kCode;
  documents::Document document{
      "fuzz", type, is_code ? kLanguages[data[0] / 4 % std::size(kLanguages)] : "",
      text::repair_utf8(text::replace_all(fuzz::text_of(data + 1, size - 1), "\r", "\n")),
      static_cast<std::int64_t>(size)};
  const documents::Cleaned cleaned = documents::clean(document);
  promise(text::is_valid_utf8(cleaned.text), "clean text is UTF-8");
  promise(cleaned.text.empty() || (cleaned.text.ends_with('\n') && !cleaned.text.ends_with("\n\n")),
          "clean text ends in one line end");
  check_chunks(cleaned, kRanges[data[0] / 32 % std::size(kRanges)]);
  return 0;
}
