#include "documents/clean.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "documents/prepare.h"

namespace generator::documents {
namespace {

// Source code stays as it is, but for line ends and trailing spaces.
std::string clean_source(const Document& document, Removals& removals) {
  std::string source = text::repair_utf8(document.text);
  source = text::replace_all(source, "\r\n", "\n");
  source = text::replace_all(source, "\r", "\n");
  if (source.starts_with("\xEF\xBB\xBF")) source.erase(0, 3);
  std::string_view rest = source;
  if (const std::size_t licence = licence_header(source, document.language); licence > 0) {
    removals.add("licence_header", licence);
    rest.remove_prefix(licence);
  }
  std::string out;
  for (const std::string_view line : text::lines(rest)) {
    if (out.empty() && text::trim(line).empty()) continue;
    out += text::trim_right(line);
    out += '\n';
  }
  while (out.ends_with("\n\n")) out.pop_back();
  return out;
}

// A PDF begins with its title, more often than not; "" where the first line is no such thing.
std::string printed_title(std::string_view text) {
  for (const std::string_view line : text::lines(text)) {
    const std::string_view s = text::trim(line);
    if (s.empty()) continue;
    const bool is_title = s.size() <= 80 && text::words(s).size() <= 10 && !text::is_digit(s[0]) &&
                          std::string_view(".,;:").find(s.back()) == std::string_view::npos;
    return is_title ? std::string(s) : "";
  }
  return "";
}

std::string stem(const std::string& path) {
  std::string name = path.substr(path.rfind('/') + 1);
  return name.substr(0, name.rfind('.'));
}

}  // namespace

Cleaned clean(const Document& document) {
  Cleaned cleaned;
  cleaned.source = document.source;
  cleaned.type = document.type;
  cleaned.language = document.language;
  cleaned.bytes = document.bytes;
  CleanPage page;
  switch (document.type) {
    case DocumentType::kCode:
      cleaned.text = clean_source(document, page.removals);
      cleaned.removals = page.removals.all();
      return cleaned;
    case DocumentType::kHtml:
    case DocumentType::kDocx:
    case DocumentType::kEpub: {
      std::string title;
      const std::string markdown = html_to_markdown(text::repair_utf8(document.text), title);
      page = clean_markdown(markdown);
      if (page.title.empty()) page.title = title;
      break;
    }
    case DocumentType::kText:
      page = clean_plain_text(document.text);
      break;
    case DocumentType::kPdf: {
      Removals frames;
      page = clean_plain_text(printed_text(without_page_frames(document.text, frames)));
      page.removals = std::move(frames);
      page.title = printed_title(document.text);
      break;
    }
    default:
      page = clean_markdown(document.text);
  }
  cleaned.title = page.title.empty() ? stem(document.source) : std::move(page.title);
  cleaned.text = to_markdown(page.blocks);
  cleaned.links = std::move(page.links);
  cleaned.removals = page.removals.all();
  return cleaned;
}

std::size_t licence_header(std::string_view source, std::string_view language) {
  std::size_t at = 0;
  std::size_t end = 0;
  bool in_block = false;
  std::string said;
  const bool has_hashes = language == "python" || language == "shell" || language == "ruby" ||
                          language == "perl" || language == "r" || language == "julia";
  while (at < source.size()) {
    const std::size_t next = std::min(source.find('\n', at), source.size() - 1) + 1;
    const std::string_view line = text::trim(source.substr(at, next - at));
    const bool is_line_comment = line.starts_with("//") ||
                                 (has_hashes && line.starts_with("#") && !line.starts_with("#!")) ||
                                 (language == "fortran" && line.starts_with("!")) ||
                                 line.starts_with("--") || line.starts_with(";;");
    if (at == 0 && line.starts_with("#!")) return 0;
    if (!in_block && line.starts_with("/*")) in_block = true;
    if (!in_block && !is_line_comment && !line.empty()) break;
    if (line.empty() && !in_block && !said.empty())
      break;  // the first comment is the licence, or none is
    said += text::to_lower(line);
    said += ' ';
    if (in_block && text::contains(line, "*/")) {
      in_block = false;
      if (!line.ends_with("*/")) return 0;  // code follows on the line
    }
    at = end = next;
  }
  if (in_block) return 0;
  int signs = 0;
  for (const std::string_view sign :
       {"copyright", "spdx-license-identifier", "all rights reserved", "licensed under",
        "redistribut", "warrant", "general public license", "permission is hereby granted"})
    signs += text::contains(said, sign) ? 1 : 0;
  return signs >= 2 || text::contains(said, "spdx-license") ? end : 0;
}

}  // namespace generator::documents
