#include "documents/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <map>
#include <set>
#include <utility>

#include "base/files.h"
#include "base/text.h"
#include "documents/file_type.h"
#include "documents/glob.h"

namespace generator::documents {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kHead = 4096;
constexpr std::uintmax_t kLargest = 256u << 20;

constexpr std::array<std::string_view, 11> kBuildFolders = {
    "node_modules", "build",      "dist", "target",        "__pycache__",     "venv",
    "_build",       "CMakeFiles", "CVS",  "site-packages", "bower_components"};

bool is_address(std::string_view path) {
  for (const std::string_view scheme : {"http://", "https://", "ftp://", "file://", "s3://"})
    if (text::starts_with_ignoring_case(path, scheme)) return true;
  return false;
}

Result<std::string> head_of(const std::string& path) {
  std::string head(kHead, '\0');
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  const ssize_t count = fd < 0 ? -1 : ::read(fd, head.data(), head.size());
  const int code = errno;
  if (fd >= 0) ::close(fd);
  if (count < 0)
    return fail(ErrorKind::kIo, "cannot read `" + path + "`: " + std::strerror(code));
  head.resize(static_cast<std::size_t>(count));
  return head;
}

class Search {
 public:
  explicit Search(const SearchOptions& options) : options_(options) {}

  void folder(const fs::path& folder, const std::string& below) {
    std::error_code error;
    const fs::path real = fs::canonical(folder, error);
    if (error || !entered_.insert(real.string()).second)
      return leave_out(folder.string(), "folder that was already read");
    const Result<std::vector<std::string>> names = directory_names(folder.string());
    if (!names) return listing_.unreadable.push_back(names.error());
    for (const std::string& name : *names) {
      const std::string path = (folder / name).string();
      const std::string source = below.empty() ? name : below + "/" + name;
      if (is_directory(path)) {
        if (is_excluded(source) || is_excluded(source + "/"))
          leave_out(path, "excluded");
        else if (name.starts_with("."))
          leave_out(path, "hidden");
        else if (is_build_folder(name))
          leave_out(path, "build folder");
        else
          this->folder(path, source);
      } else if (name.starts_with(".") && !is_included(source)) {
        leave_out(path, "hidden");
      } else {
        file(path, source, false);
      }
    }
  }

  void file(const std::string& path, const std::string& source, bool is_named) {
    std::error_code error;
    if (!fs::is_regular_file(path, error)) return leave_out(path, "no regular file");
    if (is_excluded(source)) return leave_out(path, "excluded");
    if (!options_.include.empty() && !is_included(source)) return leave_out(path, "not included");
    const bool is_wanted = is_named || is_included(source);
    if (const auto reason = left_out_by_name(source); !reason.empty() && !is_wanted)
      return leave_out(path, std::string(reason));
    const Result<std::string> start = head_of(path);
    if (!start) return listing_.unreadable.push_back(start.error());
    const std::string& head = *start;
    if (text::trim(head).empty()) return leave_out(path, "empty");
    if (fs::file_size(path, error) > kLargest) return leave_out(path, "larger than 256 MiB");
    std::optional<FileType> type = file_type(path, head);
    const bool is_container =
        type && (type->type == DocumentType::kPdf || type->type == DocumentType::kDocx ||
                 type->type == DocumentType::kEpub);
    if (!is_container && is_binary(head)) return leave_out(path, "binary");
    if (!type && is_wanted) type = FileType{DocumentType::kText, ""};
    if (!type) return leave_out(path, "no document by its name");
    if (!read_.insert(fs::canonical(path, error).string()).second)
      return leave_out(path, "file that was already read");
    listing_.files.push_back({path, source, type->type, type->language});
  }

  Listing finish() {
    const auto by_path = [](const auto& a, const auto& b) { return a.path < b.path; };
    std::stable_sort(listing_.files.begin(), listing_.files.end(), by_path);
    std::stable_sort(listing_.left_out.begin(), listing_.left_out.end(), by_path);
    return std::move(listing_);
  }

 private:
  static bool is_build_folder(std::string_view name) {
    return std::find(kBuildFolders.begin(), kBuildFolders.end(), name) != kBuildFolders.end() ||
           name.starts_with("cmake-build-") || name.starts_with("bazel-");
  }
  bool is_included(const std::string& source) const {
    return std::any_of(options_.include.begin(), options_.include.end(),
                       [&](const std::string& pattern) { return matches(pattern, source); });
  }
  bool is_excluded(const std::string& source) const {
    return std::any_of(options_.exclude.begin(), options_.exclude.end(),
                       [&](const std::string& pattern) { return matches(pattern, source); });
  }
  void leave_out(const std::string& path, std::string reason) {
    listing_.left_out.push_back({path, std::move(reason)});
  }

  const SearchOptions& options_;
  std::set<std::string> entered_;  // real paths of folders
  std::set<std::string> read_;     // real paths of files
  Listing listing_;
};

}  // namespace

Result<Listing> find_documents(const std::vector<std::string>& paths,
                               const SearchOptions& options) {
  Search search(options);
  for (const std::string& path : paths) {
    if (is_address(path))
      return fail(ErrorKind::kWrongUse,
                  "`" + path +
                      "` is an address; download it first (curl -LO for a page, wget -r -np -k for "
                      "a site) and give the file or folder");
    if (!path_exists(path)) return fail(ErrorKind::kNotFound, "no file or folder `" + path + "`");
    std::string given = fs::path(path).lexically_normal().string();
    while (given.size() > 1 && given.ends_with("/")) given.pop_back();
    const bool is_only = paths.size() == 1;
    if (is_directory(path))
      search.folder(path, is_only || given == "." ? "" : given);
    else
      search.file(path, is_only ? file_name(given) : given, true);
  }
  return search.finish();
}

std::vector<std::pair<std::string, std::int64_t>> count_by_reason(
    const std::vector<LeftOut>& left_out) {
  std::map<std::string, std::int64_t> counts;
  for (const LeftOut& one : left_out) ++counts[one.reason];
  return {counts.begin(), counts.end()};
}

}  // namespace generator::documents
