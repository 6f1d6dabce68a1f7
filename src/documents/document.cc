#include "documents/document.h"

#include <algorithm>

namespace generator::documents {

std::string_view to_text(DocumentType type) {
  switch (type) {
    case DocumentType::kMarkdown:
      return "markdown";
    case DocumentType::kHtml:
      return "html";
    case DocumentType::kText:
      return "text";
    case DocumentType::kCode:
      return "code";
    case DocumentType::kPdf:
      return "pdf";
    case DocumentType::kDocx:
      return "docx";
    case DocumentType::kEpub:
      return "epub";
  }
  return "text";
}

void Removals::add(std::string_view kind, std::size_t bytes, std::int64_t count) {
  const auto place = std::lower_bound(
      all_.begin(), all_.end(), kind,
      [](const Removal& removal, std::string_view name) { return removal.kind < name; });
  if (place == all_.end() || place->kind != kind) {
    all_.insert(place, {std::string(kind), count, static_cast<std::int64_t>(bytes)});
    return;
  }
  place->count += count;
  place->bytes += static_cast<std::int64_t>(bytes);
}

std::int64_t Removals::count(std::string_view kind) const {
  for (const Removal& removal : all_)
    if (removal.kind == kind) return removal.count;
  return 0;
}

}  // namespace generator::documents
