// Finding documents and reading them, whatever they are written in.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "documents/document.h"

namespace generator::documents {

struct SearchOptions {
  std::vector<std::string> include;  // patterns (documents/glob.h); none: all documents
  std::vector<std::string> exclude;
};

struct DocumentFile {
  std::string path;    // to open
  std::string source;  // its name in chunks: below the folder that was given; as given where
                       // several paths were
  DocumentType type = DocumentType::kText;
  std::string language;  // of code
};

/// Not read, and why: "binary", "empty", "hidden", "build folder", "lock file", "licence text", ...
struct LeftOut {
  std::string path;
  std::string reason;
};

struct Listing {
  std::vector<DocumentFile> files;  // in order of path
  std::vector<LeftOut> left_out;    // in order of path; a folder counts once
  std::vector<Error> unreadable;    // files and folders that the system does not let us read
};

/// Documents under `paths`: files as they are, folders with all below them. Links to folders are
/// followed, each folder is entered once. Left out: hidden files, folders of version control and of
/// builds, and what is no document. A pattern in `include` that matches a text file makes it a
/// document, whatever its name. Errors: kWrongUse for a URL, with the remedy; kNotFound for a path
/// that is not there.
Result<Listing> find_documents(const std::vector<std::string>& paths, const SearchOptions& options);

/// Counts by reason, in order of reason.
std::vector<std::pair<std::string, std::int64_t>> count_by_reason(
    const std::vector<LeftOut>& left_out);

/// Reads a file; PDF through pdftotext, DOCX and EPUB through pandoc, at most `seconds` each.
/// Errors: kUnavailable where the program is not installed, naming the Debian package;
/// kInvalidInput where the program fails or takes too long, or where the text is empty; kIo,
/// kNotFound.
Result<Document> read_document(const DocumentFile& file, int seconds = 120);

/// Programs that `files` need and this machine has not: one error each, with the package and how
/// many files need it.
std::vector<Error> missing_programs(const std::vector<DocumentFile>& files);

}  // namespace generator::documents
