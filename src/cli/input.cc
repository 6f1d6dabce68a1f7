#include "cli/input.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/files.h"
#include "store/example_file.h"
#include "store/lance.h"

namespace generator::cli {
namespace {

bool is_json_file(const std::string& path) {
  const std::string extension = file_extension(path);
  return extension == ".json" || extension == ".jsonl" || extension == ".ndjson";
}

// A JSON file is a set of examples where its first row is one.
Status check_examples(const std::string& path) {
  TRY(ExampleReader reader, ExampleReader::open(path));
  ExampleRow row;
  TRY(const bool has_row, reader.next(row));
  if (!has_row) return fail(ErrorKind::kInvalidInput, fmt::format("`{}` has no rows", path));
  if (!row.example) return tl::unexpected(row.example.error());
  return {};
}

}  // namespace

std::string_view to_text(InputKind kind) {
  switch (kind) {
    case InputKind::kLanceDirectory:
      return "a LanceDB";
    case InputKind::kDocuments:
      return "documents";
    case InputKind::kExamples:
      return "examples";
  }
  return "";
}

Status check_input(const std::string& path) {
  if (path == "-") return {};
  if (path.find("://") != std::string::npos)
    return fail(
        ErrorKind::kWrongUse,
        fmt::format(
            "`{}` is a URL; fetch it first (wget --mirror, curl -O) and give the folder or file",
            path));
  if (!path_exists(path))
    return fail(ErrorKind::kNotFound, fmt::format("`{}` does not exist", path));
  return {};
}

Result<InputKind> input_kind(const std::string& path) {
  CHECK_OK(check_input(path));
  if (path == "-") return InputKind::kExamples;
  if (is_directory(path))
    return is_lance_directory(path) ? InputKind::kLanceDirectory : InputKind::kDocuments;
  if (!is_json_file(path)) return InputKind::kDocuments;
  CHECK_OK(check_examples(path));
  return InputKind::kExamples;
}

Result<Rereadable> Rereadable::of(const std::string& path) {
  CHECK_OK(check_input(path));
  if (path != "-") return Rereadable(path, std::nullopt);
  TRY(TemporaryFile spool, TemporaryFile::create(".jsonl"));
  TRY(OutputFile out, OutputFile::create(spool.path()));
  char block[1 << 16];
  for (;;) {
    const ssize_t n = ::read(STDIN_FILENO, block, sizeof block);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0)
      return fail(ErrorKind::kIo,
                  fmt::format("cannot read standard input: {}", std::strerror(errno)));
    if (n == 0) break;
    CHECK_OK(out.write(std::string_view(block, static_cast<std::size_t>(n))));
  }
  CHECK_OK(out.commit());
  return Rereadable(path, std::move(spool));
}

}  // namespace generator::cli
