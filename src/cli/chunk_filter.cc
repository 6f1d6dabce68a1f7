#include "cli/chunk_filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "documents/glob.h"

namespace generator::cli {
namespace {

const std::vector<std::string> kColumns = {"id",       "source_file", "source_type",
                                           "language", "kind",        "heading_path"};

std::string value_of(const Chunk& chunk, std::string_view column) {
  if (column == "id") return chunk.id;
  if (column == "source_file") return chunk.source;
  if (column == "source_type") return chunk.source_type;
  if (column == "language") return chunk.language;
  if (column == "kind") return chunk.kind == ChunkKind::kCode ? "code" : "text";
  return to_text(chunk.headings);
}

}  // namespace

ChunkFilter::ChunkFilter(const Settings& settings)
    : include_(settings.list("--include")),
      exclude_(settings.list("--exclude")),
      most_(settings.maybe_integer("--max-chunks", 1, INT64_MAX).value_or(-1)) {
  for (const std::string& condition : settings.list("--where")) {
    const std::size_t equals = condition.find('=');
    const std::string column(text::trim(std::string_view(condition).substr(0, equals)));
    if (equals == std::string::npos)
      throw Fatal(kWrongUseExit,
                  fmt::format("--where: `{}` is not COLUMN=VALUE, as in language=c", condition));
    if (std::find(kColumns.begin(), kColumns.end(), column) == kColumns.end())
      throw Fatal(kWrongUseExit, fmt::format("--where: no column `{}`; there are {}", column,
                                             text::join(kColumns, ", ")));
    where_.emplace_back(column, text::trim(std::string_view(condition).substr(equals + 1)));
  }
}

bool ChunkFilter::takes(const Chunk& chunk, bool match_source) const {
  for (const auto& [column, value] : where_)
    if (value_of(chunk, column) != value) return false;
  if (!match_source) return true;
  const auto matches = [&](const std::string& pattern) {
    return documents::matches(pattern, chunk.source);
  };
  if (!include_.empty() && std::none_of(include_.begin(), include_.end(), matches)) return false;
  return std::none_of(exclude_.begin(), exclude_.end(), matches);
}

}  // namespace generator::cli
