#include "store/label_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

#include "base/files.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"

namespace generator {
namespace {

constexpr std::array<std::string_view, 5> kNames = {"keep", "reject", "mark", "skip", "undo"};

Error system_error(std::string_view what, const std::string& path) {
  return {ErrorKind::kIo, fmt::format("cannot {} `{}`: {}", what, path, std::strerror(errno))};
}

void set(Labels& labels, std::string_view key, const Label& label) {
  if (label.kind == Label::Kind::kUndo)
    labels.erase(std::string(key));
  else
    labels.insert_or_assign(std::string(key), label);
}

std::optional<Label> read_label(json::Value line) {
  const std::string_view name = line.text_of("label");
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (name != kNames[i]) continue;
    Label label{static_cast<Label::Kind>(i), 0};
    if (label.kind != Label::Kind::kMark) return label;
    const auto mark = line.find("mark");
    const auto number = mark ? mark->integer() : std::nullopt;
    if (!number || *number < 1 || *number > 10) return std::nullopt;
    label.mark = static_cast<int>(*number);
    return label;
  }
  return std::nullopt;
}

// The bytes up to the last line end.
std::string_view whole_lines(std::string_view content) {
  const std::size_t end = content.rfind('\n');
  return content.substr(0, end == std::string_view::npos ? 0 : end + 1);
}

Result<Labels> parse(const std::string& path, std::string_view content) {
  Labels labels;
  std::size_t number = 0;
  for (const std::string_view line : text::lines(whole_lines(content))) {
    ++number;
    const auto document = json::Document::parse(line);
    const auto label = document ? read_label(document->root()) : std::nullopt;
    const std::string_view key = label ? document->root().text_of("key") : "";
    if (key.empty())
      return fail(ErrorKind::kInvalidInput,
                  fmt::format("{}:{}: not a label as `generator label` writes it (key, and label: {}); "
                              "take the line out, or name another file",
                              path, number, fmt::join(kNames, ", ")));
    set(labels, key, *label);
  }
  return labels;
}

}  // namespace

std::string to_text(const Label& label) {
  const std::string_view name = kNames[static_cast<std::size_t>(label.kind)];
  return label.kind == Label::Kind::kMark ? fmt::format("{} {}", name, label.mark)
                                          : std::string(name);
}

std::string label_key(const Example& example) {
  return Hasher().add(all_questions(example)).add(all_answers(example)).finish().hex();
}

Result<Labels> read_labels(const std::string& path) {
  TRY(const std::string content, read_file(path));
  return parse(path, content);
}

Result<LabelFile> LabelFile::open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  if (fd < 0) return tl::unexpected(system_error("write", path));
  LabelFile file(path, fd);
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0)
    return errno == EWOULDBLOCK
               ? Result<LabelFile>(fail(
                     ErrorKind::kBusy,
                     fmt::format("`{}` is being labelled by another process: end that one", path)))
               : tl::unexpected(system_error("lock", path));
  TRY(const std::string content, read_file(path));
  TRY(file.labels_, parse(path, content));
  const std::size_t whole = whole_lines(content).size();
  if (whole < content.size() && ::ftruncate(fd, static_cast<off_t>(whole)) != 0)
    return tl::unexpected(system_error("mend", path));
  CHECK_OK(sync_directory(parent_directory(path)));
  return file;
}

LabelFile::~LabelFile() {
  if (fd_ >= 0) ::close(fd_);
}

Status LabelFile::add(const Example& example, const std::string& name, const Label& label) {
  const std::string key = label_key(example);
  std::string line;
  json::Writer json(line);
  json.begin_object().field("key", key).field("row", name);
  json.field("label", kNames[static_cast<std::size_t>(label.kind)]);
  if (label.kind == Label::Kind::kMark) json.field("mark", std::int64_t{label.mark});
  json.end_object();
  line += '\n';
  for (std::string_view rest = line; !rest.empty();) {
    const ssize_t n = ::write(fd_, rest.data(), rest.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return tl::unexpected(system_error("write", path_));
    rest.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fdatasync(fd_) != 0 && errno != EINVAL && errno != EROFS)
    return tl::unexpected(system_error("sync", path_));
  set(labels_, key, label);
  return {};
}

}  // namespace generator
