// What a file is, by its name and its first bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "documents/document.h"

namespace generator::documents {

struct FileType {
  DocumentType type = DocumentType::kText;
  std::string language;  // of code
};

/// By extension, name (README), shebang or content. `head` is the file's first bytes (4096 are
/// enough). Nothing where it is no document, such as configuration, data, images.
std::optional<FileType> file_type(std::string_view path, std::string_view head);

/// Why a file is left out by its name: "lock file", "CI configuration", "licence text", "minified";
/// "" where it is not.
std::string_view left_out_by_name(std::string_view path);

/// NUL bytes, or more than a tenth of control characters. UTF-16 with a byte order mark is text.
bool is_binary(std::string_view head);

}  // namespace generator::documents
