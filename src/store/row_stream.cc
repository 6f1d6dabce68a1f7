// A file of rows can be larger than memory and its rows can be broken. So rows are cut by looking
// at brackets and quotes only, over blocks, and parsing is left to whoever wants a row: one bad row
// costs one row. In the line layout a line end always ends a row; in an array the brackets must
// match.
#include "store/row_stream.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "store/json_nesting.h"

namespace generator {
namespace {

constexpr std::size_t kBlockBytes = 256 << 10;
constexpr std::size_t kMaxRowBytes = 64 << 20;
constexpr std::size_t kLookAhead = 64 << 10;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The file formats that people hand over by mistake, by their first bytes.
struct Foreign {
  std::string_view magic;
  std::string_view remedy;
};
constexpr std::array kForeign = {
    Foreign{"\x1F\x8B", "is compressed with gzip; unpack it first: gunzip"},
    Foreign{"\x28\xB5\x2F\xFD", "is compressed with zstd; unpack it first: unzstd"},
    Foreign{"PK\x03\x04", "is a zip archive; unpack it first: unzip"},
    Foreign{"PAR1", "is a Parquet file; name it with the ending .parquet"},
    Foreign{"\xFF\xFE", "is UTF-16 text; convert it first: iconv -f UTF-16 -t UTF-8"},
    Foreign{"\xFE\xFF", "is UTF-16 text; convert it first: iconv -f UTF-16 -t UTF-8"},
};

}  // namespace

class RowStream::Source {
 public:
  Source(std::string name, int fd) : name_(std::move(name)), fd_(fd) {}
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  ~Source() {
    if (fd_ > STDIN_FILENO) ::close(fd_);
  }

  Status see_layout();
  Result<bool> next(RawRow& row) {
    return layout_ == RowLayout::kLines ? next_line(row) : next_value(row);
  }
  RowLayout layout() const { return layout_; }
  const std::string& name() const { return name_; }

 private:
  Result<bool> next_line(RawRow& row);
  Result<bool> next_value(RawRow& row);
  Result<bool> before_element();
  Status after_array();
  Result<std::size_t> end_of_value();

  // Appends a block behind what is not consumed yet; false at the end of the file.
  Result<bool> more();
  // The byte `ahead` of the place reached, read where needed; 0 at the end.
  Result<char> peek(std::size_t ahead = 0);
  Status skip_blanks();
  void consume(std::size_t count);
  void give(RawRow& row, std::size_t size);
  tl::unexpected<Error> broken(std::string_view what) const {
    return fail(ErrorKind::kInvalidInput,
                fmt::format("{}: line {}, after row {}: {}", name_, line_, rows_, what));
  }

  std::string name_;
  int fd_;
  RowLayout layout_ = RowLayout::kLines;
  std::string buffer_;
  std::size_t at_ = 0;  // first byte of `buffer_` that is not consumed
  bool ended_ = false;
  bool closed_ = false;  // the array's ']' was met
  bool in_field_ = false;
  std::uint64_t offset_ = 0;  // of buffer_[at_] in the file
  std::uint64_t line_ = 1;
  std::uint64_t rows_ = 0;
};

Result<bool> RowStream::Source::more() {
  if (ended_) return false;
  buffer_.erase(0, std::exchange(at_, 0));
  if (buffer_.size() > kMaxRowBytes)
    return broken(
        "a row of more than 64 MiB; is a quote or bracket missing? One row a line (.jsonl) keeps "
        "such a fault to its row");
  const std::size_t size = buffer_.size();
  buffer_.resize(size + kBlockBytes);
  ssize_t n;
  do n = ::read(fd_, buffer_.data() + size, kBlockBytes);
  while (n < 0 && errno == EINTR);
  const int code = errno;
  buffer_.resize(size + static_cast<std::size_t>(n < 0 ? 0 : n));
  if (n < 0)
    return fail(ErrorKind::kIo, fmt::format("cannot read `{}`: {}", name_, std::strerror(code)));
  if (n == 0) ended_ = true;
  return n > 0;
}

Result<char> RowStream::Source::peek(std::size_t ahead) {
  while (at_ + ahead >= buffer_.size()) {
    TRY(const bool grew, more());
    if (!grew) return '\0';
  }
  return buffer_[at_ + ahead];
}

void RowStream::Source::consume(std::size_t count) {
  const char* begin = buffer_.data() + at_;
  line_ += static_cast<std::uint64_t>(std::count(begin, begin + count, '\n'));
  at_ += count;
  offset_ += count;
}

Status RowStream::Source::skip_blanks() {
  for (;;) {
    TRY(const char c, peek());
    if (!is_json_blank(c)) return {};
    consume(1);
  }
}

// The row stays in the buffer until the next call; `consume` only moves the mark.
void RowStream::Source::give(RawRow& row, std::size_t size) {
  row = {{}, ++rows_, line_, offset_};
  const std::size_t begin = at_;
  consume(size);
  row.json = text::trim_right(std::string_view(buffer_).substr(begin, size));
}

Status RowStream::Source::see_layout() {
  while (buffer_.size() < kLookAhead) {
    TRY(const bool grew, more());
    if (!grew) break;
  }
  for (const auto& [magic, remedy] : kForeign)
    if (std::string_view(buffer_).starts_with(magic))
      return fail(ErrorKind::kInvalidInput, fmt::format("`{}` {}", name_, remedy));
  if (std::string_view(buffer_).starts_with(kByteOrderMark)) consume(kByteOrderMark.size());
  CHECK_OK(skip_blanks());
  TRY(const char first, peek());
  if (first == '[') {
    layout_ = RowLayout::kArray;
    consume(1);
  } else if (first == '{') {
    const std::string_view head = std::string_view(buffer_).substr(at_);
    if (const auto open = array_field(head); open != std::string_view::npos) {
      layout_ = RowLayout::kArray;
      in_field_ = true;
      consume(open + 1);
    } else if (!first_line_is_whole(head)) {
      // A first line that runs past what was looked at is a long line, not an object over many.
      if (head.find('\n') != std::string_view::npos) layout_ = RowLayout::kValues;
    }
  }
  return {};
}

Result<bool> RowStream::Source::next_line(RawRow& row) {
  CHECK_OK(skip_blanks());
  TRY(const char first, peek());
  if (first == '\0' && at_ >= buffer_.size()) return false;
  std::size_t size = 0;
  for (;;) {
    const std::size_t hit = buffer_.find('\n', at_ + size);
    if (hit != std::string::npos) {
      size = hit - at_;
      break;
    }
    size = buffer_.size() - at_;
    TRY(const bool grew, more());
    if (!grew) break;
  }
  give(row, size);
  return true;
}

// Between two elements: the comma, or the end. False at the end of the rows.
Result<bool> RowStream::Source::before_element() {
  CHECK_OK(skip_blanks());
  TRY(char c, peek());
  const bool at_end = c == '\0' && at_ >= buffer_.size();
  if (layout_ == RowLayout::kValues) return !at_end;
  if (at_end) return broken("the array is not closed; the file looks cut off");
  if (c == ']') {
    consume(1);
    closed_ = true;
    CHECK_OK(after_array());
    return false;
  }
  if (rows_ == 0) return true;
  if (c != ',') return broken("a comma or ] is missing between rows");
  consume(1);
  CHECK_OK(skip_blanks());
  TRY(c, peek());
  if (c == ']') return broken("a comma without a row behind it; remove it");
  return true;
}

Status RowStream::Source::after_array() {
  if (in_field_) return {};  // other fields may follow; they are not rows
  CHECK_OK(skip_blanks());
  TRY(const char c, peek());
  if (c != '\0' || at_ < buffer_.size())
    return broken("text after the end of the array; a file holds one array, or a row a line");
  return {};
}

// Bytes of the value that begins at the place reached.
Result<std::size_t> RowStream::Source::end_of_value() {
  JsonNesting nesting;
  for (std::size_t i = 0;; ++i) {
    TRY(const char c, peek(i));
    if (at_ + i >= buffer_.size()) {
      if (i > 0 && nesting.depth() == 0 && !nesting.in_string()) return i;  // a bare word
      return broken(fmt::format("row {} is not closed; the file looks cut off", rows_ + 1));
    }
    const bool plain = nesting.depth() == 0 && !nesting.in_string();
    if (plain && (c == ',' || (i > 0 && (c == ']' || is_json_blank(c))))) return i;
    switch (nesting.feed(c)) {
      case JsonNesting::Step::kInside:
        break;
      case JsonNesting::Step::kEnd:
        return i + 1;
      case JsonNesting::Step::kMismatch:
        if (layout_ == RowLayout::kValues || i > 0)
          return broken(
              fmt::format("in row {} a bracket is closed that was not opened", rows_ + 1));
        return broken("an unexpected closing bracket");
    }
  }
}

Result<bool> RowStream::Source::next_value(RawRow& row) {
  if (closed_) return false;
  TRY(const bool has_row, before_element());
  if (!has_row) return false;
  TRY(const std::size_t size, end_of_value());
  if (size == 0) return broken("a row is missing before the comma");
  give(row, size);
  return true;
}

RowStream::RowStream(std::unique_ptr<Source> source) : source_(std::move(source)) {}
RowStream::RowStream(RowStream&&) noexcept = default;
RowStream& RowStream::operator=(RowStream&&) noexcept = default;
RowStream::~RowStream() = default;
Result<bool> RowStream::next(RawRow& row) { return source_->next(row); }
RowLayout RowStream::layout() const { return source_->layout(); }
const std::string& RowStream::name() const { return source_->name(); }

Result<RowStream> RowStream::open(const std::string& path) {
  if (is_directory(path))
    return fail(ErrorKind::kInvalidInput,
                fmt::format("`{}` is a folder, a .json or .jsonl file is needed", path));
  const int fd = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    return fail(errno == ENOENT || errno == ENOTDIR ? ErrorKind::kNotFound : ErrorKind::kIo,
                fmt::format("cannot open `{}`: {}", path, std::strerror(errno)));
  auto source = std::make_unique<Source>(path == "-" ? "standard input" : path, fd);
  CHECK_OK(source->see_layout());
  return RowStream(std::move(source));
}

}  // namespace generator
