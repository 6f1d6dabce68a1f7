// DOCX, EPUB and PDF through the programs that read them; skipped where a program is not installed.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "base/text.h"
#include "documents/child.h"
#include "documents/clean.h"
#include "documents/files.h"
#include "support/temp_folder.h"

namespace generator::documents {
namespace {

constexpr std::string_view kPage = R"(# Larch

## Opening a queue

A queue is a *named* list of messages[^1]. Its length is $n^2$.

[^1]: On disk.

1. Start the broker.
2. Open it:

   ```sh
   larch open orders --port 7070
   ```

| option | meaning |
| --- | --- |
| `--port` | the port |
)";

Cleaned read_file_of(const std::string& path, DocumentType type) {
  DocumentFile file;
  file.path = path;
  file.source = path;
  file.type = type;
  const auto document = read_document(file);
  EXPECT_TRUE(document) << document.error().message;
  return document ? clean(*document) : Cleaned{};
}

class Pandoc : public ::testing::Test {
 protected:
  // The page, written by pandoc in its format and read again.
  std::string read_back(const std::string& name, DocumentType type) {
    EXPECT_TRUE(write_file(temp_ / "page.md", std::string(kPage)));
    const auto made = output_of({"pandoc", temp_ / "page.md", "-o", temp_ / name}, 60);
    EXPECT_TRUE(made) << made.error().message;
    return read_file_of(temp_ / name, type).text;
  }
  generator::testing::TempFolder temp_;
};

TEST_F(Pandoc, ABookReadsAsThePageItWasMadeOf) {
  if (!has_program("pandoc")) GTEST_SKIP() << "pandoc is not installed: apt-get install pandoc";
  const std::string text = read_back("page.epub", DocumentType::kEpub);
  for (const std::string_view part :
       {"# Larch\n\n## Opening a queue\n\nA queue is a _named_ list of messages. Its length is "
        "$n^{2}$.",
        "1. Start the broker.\n2. Open it:\n   ```sh\n   larch open orders --port 7070\n   ```\n",
        "| option | meaning |\n| --- | --- |\n| `--port` | the port |"})
    EXPECT_TRUE(text::contains(text, part)) << part << "\n--- in\n" << text;
  EXPECT_FALSE(text::contains(text, "<div")) << text;
}

TEST_F(Pandoc, ADocumentOfAWordProcessorReadsAsThePageItWasMadeOf) {
  if (!has_program("pandoc")) GTEST_SKIP() << "pandoc is not installed: apt-get install pandoc";
  const std::string text = read_back("page.docx", DocumentType::kDocx);
  for (const std::string_view part :
       {"# Larch\n\n## Opening a queue\n\nA queue is a _named_ list of messages. Its length is "
        "$n^{2}$.",
        "1. Start the broker.\n2. Open it:\n", "larch open orders --port 7070",
        "| option | meaning |\n| --- | --- |\n| `--port` | the port |"})
    EXPECT_TRUE(text::contains(text, part)) << part << "\n--- in\n" << text;
}

// A PDF with these lines of text on its pages, from the top.
std::string pdf(const std::vector<std::vector<std::string>>& pages) {
  std::string out = "%PDF-1.4\n";
  std::vector<std::size_t> places;
  const auto object = [&](const std::string& body) {
    places.push_back(out.size());
    out += fmt::format("{} 0 obj\n{}\nendobj\n", places.size(), body);
  };
  std::string kids;
  for (std::size_t i = 0; i < pages.size(); ++i) kids += fmt::format("{} 0 R ", 4 + 2 * i);
  object("<< /Type /Catalog /Pages 2 0 R >>");
  object(fmt::format("<< /Type /Pages /Kids [ {}] /Count {} >>", kids, pages.size()));
  object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  for (const auto& lines : pages) {
    std::string content = "BT /F1 11 Tf 14 TL 72 760 Td\n";
    for (const std::string& line : lines) content += "(" + line + ") Tj T*\n";
    content += "ET";
    object(
        fmt::format("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {} 0 R "
                    "/Resources << /Font << /F1 3 0 R >> >> >>",
                    places.size() + 2));
    object(fmt::format("<< /Length {} >>\nstream\n{}\nendstream", content.size(), content));
  }
  const std::size_t table = out.size();
  out += fmt::format("xref\n0 {}\n0000000000 65535 f \n", places.size() + 1);
  for (const std::size_t place : places) out += fmt::format("{:010} 00000 n \n", place);
  return out + fmt::format("trailer << /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n",
                           places.size() + 1, table);
}

TEST(PdfToText, AManualHasHeadingsWholeWordsAndNoPageFrames) {
  if (!has_program("pdftotext"))
    GTEST_SKIP() << "pdftotext is not installed: apt-get install poppler-utils";
  const generator::testing::TempFolder temp;
  const std::string path = temp / "manual.pdf";
  ASSERT_TRUE(write_file(
      path,
      pdf({{"Larch Manual", "", "1 Queues",
            "A queue is a named list of messages that waits on a disk until a wor-",
            "ker takes them, and it survives a restart of the whole broker, as it is", "", "1"},
           {"Larch Manual", "", "written to the disk before the sender is told of it.",
            "1.1 Opening one",
            "The option --port names the port on which the broker listens to its callers.", "",
            "2"},
           {"Larch Manual", "", "2 Exit codes",
            "The command returns 4 where another process listens there.", "", "3"}})));
  const Cleaned cleaned = read_file_of(path, DocumentType::kPdf);
  EXPECT_EQ(cleaned.title, "Larch Manual");
  EXPECT_EQ(
      cleaned.text,
      "# 1 Queues\n\nA queue is a named list of messages that waits on a disk until a worker takes "
      "them, and it survives a restart of the whole broker, as it is written to the disk before "
      "the sender is told of it.\n\n## 1.1 Opening one\n\nThe option --port names the port on "
      "which the broker listens to its callers.\n\n# 2 Exit codes\n\nThe command returns 4 where "
      "another process listens there.\n");
}

}  // namespace
}  // namespace generator::documents
