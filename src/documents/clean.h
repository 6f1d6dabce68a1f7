// Clean text of a document, and what was taken out of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "documents/blocks.h"
#include "documents/document.h"

namespace generator::documents {

/// `text`: Markdown (of code: the source) in valid UTF-8 with '\n' line ends and no trailing
/// spaces; ends in one '\n', or is "" where nothing is left. Chunks are byte ranges of it.
struct Cleaned {
  std::string source;
  DocumentType type = DocumentType::kText;
  std::string language;  // of code
  std::string title;     // first heading or front matter; "" where there is none
  std::string text;
  std::vector<Link> links;        // targets that were taken out of kept text, in order
  std::vector<Removal> removals;  // by kind
  std::int64_t bytes = 0;         // of the file
};

/// Takes out navigation, banners, tables of contents, link lists, tooltips, link targets, captions
/// without their figure, inline HTML; fences unfenced code; mends lists, tables and headings. Never
/// fails: what is not understood stays. Of code: the licence header at the top goes.
Cleaned clean(const Document& document);

/// The parts of a clean page, before they are written out.
struct CleanPage {
  std::vector<Block> blocks;
  std::string title;
  std::vector<Link> links;
  Removals removals;
};
CleanPage clean_markdown(std::string_view text);
CleanPage clean_plain_text(std::string_view text);

/// Pages divided by form feeds, without page numbers, the lines that stand at the top or foot of
/// most pages, and tables of contents.
std::string without_page_frames(std::string_view text, Removals& removals);

/// The text of printed pages, as pdftotext gives it, with what clean_plain_text looks for: blank
/// lines around numbered headings and paragraphs, `- ` for bullets.
std::string printed_text(std::string_view text);

/// Crawled Markdown (links and all) of an HTML page's main content: input for clean_markdown.
/// Errors of structure are mended as browsers do; nesting deeper than 400 elements is read as text.
std::string html_to_markdown(std::string_view html, std::string& title);

/// The bytes of the comment at the top of a source file that is its licence; 0 where there is none.
std::size_t licence_header(std::string_view source, std::string_view language);

}  // namespace generator::documents
