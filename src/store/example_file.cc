#include "store/example_file.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <utility>

#include "base/json.h"
#include "base/text.h"

namespace generator {
namespace {

// What a row of another kind is recognised by, and what to do with it.
struct Stranger {
  std::string_view field;
  std::string_view advice;
};
constexpr std::array kStrangers = {
    Stranger{"messages", "this is an exported training file; give the file it was exported from"},
    Stranger{"conversations",
             "this is an exported training file; give the file it was exported from"},
    Stranger{"output", "this is an exported training file; give the file it was exported from"},
    Stranger{"solution", "this is a tool-use example; this command takes question-answer pairs"},
    Stranger{"text", "this is a passage, not a pair; make pairs from it with `generate`"},
    Stranger{"content", "this is a passage, not a pair; make pairs from it with `generate`"},
};
constexpr std::string_view kUsualAdvice =
    "a row is an object with the strings `question` and `answer`; correct the row or remove it";

std::optional<std::size_t> first_invalid_byte(std::string_view s) {
  if (text::is_valid_utf8(s)) return std::nullopt;
  std::size_t at = 0;
  while (at < s.size()) {
    std::size_t size = 1;
    while (at + size < s.size() && (s[at + size] & 0xC0) == 0x80) ++size;
    if (!text::is_valid_utf8(s.substr(at, size))) return at;
    at += size;
  }
  return std::nullopt;
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// The code unit of a `\uXXXX` that begins at `at`; -1 where there is none.
int escaped_unit(std::string_view s, std::size_t at) {
  if (at + 6 > s.size() || s[at] != '\\' || s[at + 1] != 'u') return -1;
  int unit = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const int digit = hex_value(s[i]);
    if (digit < 0) return -1;
    unit = unit * 16 + digit;
  }
  return unit;
}

bool is_high_surrogate(int unit) { return unit >= 0xD800 && unit <= 0xDBFF; }
bool is_low_surrogate(int unit) { return unit >= 0xDC00 && unit <= 0xDFFF; }

// Python writes half an emoji as "\ud83d", which no strict reader takes. Nothing where there is
// none.
std::optional<std::string> without_lone_surrogates(std::string_view json) {
  std::string out;
  bool found = false;
  std::size_t at = 0;
  while (at < json.size()) {
    const int unit = escaped_unit(json, at);
    if (unit < 0) {
      // An escaped backslash must not be taken for the start of an escape.
      const std::size_t size = json[at] == '\\' && at + 1 < json.size() ? 2 : 1;
      out.append(json.substr(at, size));
      at += size;
    } else if (is_high_surrogate(unit) && is_low_surrogate(escaped_unit(json, at + 6))) {
      out.append(json.substr(at, 12));
      at += 12;
    } else {
      const bool is_lone = is_high_surrogate(unit) || is_low_surrogate(unit);
      out.append(is_lone ? "\\ufffd" : json.substr(at, 6));
      found = found || is_lone;
      at += 6;
    }
  }
  return found ? std::optional(std::move(out)) : std::nullopt;
}

Result<json::Document> parse_row(std::string_view raw) {
  auto document = json::Document::parse(raw);
  if (document) return document;
  if (const auto mended = without_lone_surrogates(raw)) return json::Document::parse(*mended);
  return document;
}

std::string_view advice_for(json::Value row) {
  for (const auto& [field, advice] : kStrangers)
    if (!row.find("question") && row.find(field)) return advice;
  return kUsualAdvice;
}

Result<Example> read_row(const RawRow& row) {
  if (const auto bad = first_invalid_byte(row.json))
    return fail(ErrorKind::kInvalidInput,
                fmt::format("invalid UTF-8 at byte {} of the file; save the file as UTF-8",
                            row.offset + *bad));
  auto document = parse_row(row.json);
  if (!document)
    return fail(ErrorKind::kInvalidInput,
                fmt::format("{}; {}", document.error().message, kUsualAdvice));
  auto example = read_example(document->root());
  if (!example)
    return fail(ErrorKind::kInvalidInput,
                fmt::format("{}; {}", example.error().message, advice_for(document->root())));
  return example;
}

}  // namespace

Result<ExampleReader> ExampleReader::open(const std::string& path) {
  TRY(RowStream rows, RowStream::open(path));
  return ExampleReader(std::move(rows));
}

Result<bool> ExampleReader::next(ExampleRow& row, std::uint64_t number) {
  RawRow raw;
  do {
    TRY(const bool has_row, rows_.next(raw));
    if (!has_row) return false;
  } while (raw.number < number);
  row.raw = raw.json;
  row.number = raw.number;
  row.line = raw.line;
  row.example = read_row(raw);
  if (!row.example)
    row.example.error().message = fmt::format("{}: row {} (line {}): {}", name(), raw.number,
                                              raw.line, row.example.error().message);
  return true;
}

Result<std::unique_ptr<ExampleWriter>> ExampleWriter::create(const std::string& path) {
  TRY(OutputFile file, OutputFile::create(path));
  return std::unique_ptr<ExampleWriter>(
      new ExampleWriter(std::move(file), file_extension(path) == ".json"));
}

Status ExampleWriter::add(const Example& example) {
  row_.clear();
  if (is_array_) row_ = rows_ == 0 ? "[\n" : ",\n";
  json::Writer out(row_);
  write_example(out, example);
  if (!is_array_) row_ += '\n';
  ++rows_;
  return file_.write(row_);
}

Status ExampleWriter::finish() {
  if (is_array_) CHECK_OK(file_.write(rows_ == 0 ? "[]\n" : "\n]\n"));
  return file_.commit();
}

}  // namespace generator
