// Bytes become text: encodings here, other formats by the programs that know them best.

#include <array>
#include <cstdint>

#include "base/files.h"
#include "base/text.h"
#include "documents/child.h"
#include "documents/files.h"

namespace generator::documents {
namespace {

struct Converter {
  DocumentType type;
  std::string_view program;
  std::string_view package;
};
constexpr std::array kConverters = {Converter{DocumentType::kPdf, "pdftotext", "poppler-utils"},
                                    Converter{DocumentType::kDocx, "pandoc", "pandoc"},
                                    Converter{DocumentType::kEpub, "pandoc", "pandoc"}};

const Converter* converter_of(DocumentType type) {
  for (const Converter& converter : kConverters)
    if (converter.type == type) return &converter;
  return nullptr;
}

std::string remedy(const Converter& converter) {
  return "`" + std::string(converter.program) + "`, which is not installed: apt-get install " +
         std::string(converter.package);
}

// A name that begins with a dash is no option.
std::string as_argument(const std::string& path) {
  return path.starts_with("-") ? "./" + path : path;
}

std::vector<std::string> command(const DocumentFile& file) {
  const std::string path = as_argument(file.path);
  if (file.type == DocumentType::kPdf)
    return {"pdftotext", "-enc", "UTF-8", "-eol", "unix", path, "-"};
  const std::string from = file.type == DocumentType::kDocx ? "docx" : "epub";
  return {"pandoc",      "--sandbox", "--from=" + from, "--to=html",
          "--wrap=none", "--mathjax", "--no-highlight", path};
}

void append_utf8(std::string& out, std::uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
    return;
  }
  const int tail = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  constexpr std::array<std::uint32_t, 4> kLead = {0, 0xC0, 0xE0, 0xF0};
  out += static_cast<char>(kLead[static_cast<std::size_t>(tail)] | c >> (6 * tail));
  for (int i = tail; i-- > 0;) out += static_cast<char>(0x80 | (c >> (6 * i) & 0x3F));
}

// UTF-16 with its mark, as Windows tools write it. A surrogate without its partner becomes U+FFFD.
std::string from_utf16(std::string_view bytes) {
  const bool is_little = bytes.starts_with("\xFF\xFE");
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<unsigned char>(bytes[i]);
    const auto b = static_cast<unsigned char>(bytes[i + 1]);
    return static_cast<std::uint32_t>(is_little ? b << 8 | a : a << 8 | b);
  };
  std::string out;
  for (std::size_t i = 2; i + 1 < bytes.size(); i += 2) {
    std::uint32_t c = unit(i);
    if (c >= 0xD800 && c <= 0xDBFF && i + 3 < bytes.size() && (unit(i + 2) & 0xFC00) == 0xDC00) {
      c = 0x10000 + ((c & 0x3FF) << 10) + (unit(i + 2) & 0x3FF);
      i += 2;
    } else if (c >= 0xD800 && c <= 0xDFFF) {
      c = 0xFFFD;
    }
    append_utf8(out, c);
  }
  return out;
}

}  // namespace

Result<Document> read_document(const DocumentFile& file, int seconds) {
  Document document;
  document.source = file.source;
  document.type = file.type;
  document.language = file.language;
  if (const Converter* converter = converter_of(file.type)) {
    Result<std::string> output = output_of(command(file), seconds);
    if (!output && output.error().kind == ErrorKind::kUnavailable)
      return fail(ErrorKind::kUnavailable, "`" + file.path + "` needs " + remedy(*converter));
    if (!output)
      return fail(output.error().kind,
                  "cannot read `" + file.path + "`: " + output.error().message);
    document.text = text::repair_utf8(*output);
    document.bytes = static_cast<std::int64_t>(output->size());
    if (text::trim(document.text).empty())
      return fail(
          ErrorKind::kInvalidInput,
          "`" + file.path +
              "` holds no text; a scanned document needs text recognition first (ocrmypdf)");
    return document;
  }
  TRY(std::string bytes, read_file(file.path));
  document.bytes = static_cast<std::int64_t>(bytes.size());
  const bool is_utf16 = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  document.text = is_utf16 ? from_utf16(bytes) : text::repair_utf8(bytes);
  return document;
}

std::vector<Error> missing_programs(const std::vector<DocumentFile>& files) {
  std::vector<Error> errors;
  std::string_view last;
  for (const Converter& converter : kConverters) {
    if (converter.program == last) continue;  // one error a program
    last = converter.program;
    std::int64_t count = 0;
    std::string first;
    for (const DocumentFile& file : files) {
      const Converter* needed = converter_of(file.type);
      if (needed == nullptr || needed->program != converter.program) continue;
      if (++count == 1) first = file.path;
    }
    if (count == 0 || has_program(std::string(converter.program))) continue;
    const std::string others =
        count == 1 ? " needs " : " and " + std::to_string(count - 1) + " more need ";
    errors.push_back({ErrorKind::kUnavailable, "`" + first + "`" + others + remedy(converter)});
  }
  return errors;
}

}  // namespace generator::documents
