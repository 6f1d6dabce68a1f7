// A document on its way from a file's bytes to clean text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace generator::documents {

enum class DocumentType : std::uint8_t { kMarkdown, kHtml, kText, kCode, kPdf, kDocx, kEpub };

/// "markdown", "html", "text", "code", "pdf", "docx", "epub": the `source_type` of its chunks.
std::string_view to_text(DocumentType type);

/// `text` is valid UTF-8 with '\n' line ends: Markdown, HTML, plain text or source code by `type`
/// (of a PDF: what pdftotext gave; of a DOCX or EPUB: the HTML that pandoc gave).
struct Document {
  std::string source;  // path as the user gave it, below the folder that was ingested
  DocumentType type = DocumentType::kText;
  std::string language;  // of code: "c", "cpp", "python", ...; else ""
  std::string text;
  std::int64_t bytes = 0;  // of the file
};

/// A link whose target was taken out of the text.
struct Link {
  std::string text;
  std::string url;
  friend bool operator==(const Link&, const Link&) = default;
};

/// What was taken out of a document, by kind.
struct Removal {
  std::string kind;  // "navigation", "tooltip", "link_target", ...
  std::int64_t count = 0;
  std::int64_t bytes = 0;
};

class Removals {
 public:
  void add(std::string_view kind, std::size_t bytes, std::int64_t count = 1);
  /// In order of kind.
  const std::vector<Removal>& all() const { return all_; }
  std::int64_t count(std::string_view kind) const;

 private:
  std::vector<Removal> all_;
};

}  // namespace generator::documents
