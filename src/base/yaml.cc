// libyaml gives events; we keep them as records in one vector, linked parent, first child, next
// sibling, so that a value knows its way from the root. An alias is expanded by copying records
// (their text is shared), which is what the limit on values counts: ten lines of "billion laughs"
// end as an error, not as memory.
#include "base/yaml.h"

#include <fmt/format.h>
#include <yaml.h>

#include <map>
#include <set>
#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "base/yaml_content.h"

namespace generator::yaml {
namespace {

constexpr int kMaxDepth = 64;
constexpr std::size_t kMaxValues = 1'000'000;
constexpr std::size_t kMaxText = std::size_t{256} << 20;

constexpr std::string_view kMerge = "<<";

struct Problem {
  int line;
  std::string message;
};

// Builds the records of one document. Problems are thrown inside this file only and become a Result
// in `parse`.
class Builder {
 public:
  Builder(Content& content, std::string_view text) : content_(content) {
    if (yaml_parser_initialize(&parser_) == 0) throw Problem{0, "no memory for the YAML parser"};
    if (text.data() == nullptr) text = "";  // libyaml ends the process where it gets no address
    yaml_parser_set_input_string(&parser_, reinterpret_cast<const unsigned char*>(text.data()),
                                 text.size());
  }
  ~Builder() {
    drop_event();
    yaml_parser_delete(&parser_);
  }
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;

  void read_stream() {
    int documents = 0;
    for (;;) {
      advance();
      if (event_.type == YAML_STREAM_END_EVENT) break;
      if (event_.type != YAML_DOCUMENT_START_EVENT) continue;
      if (++documents > 1)
        throw Problem{line(), "a second YAML document begins here; one is expected"};
      advance();
      read_value(kNone, {}, 1);
    }
    if (documents == 0) content_.records.push_back({.plain = true});
  }

 private:
  int line() const { return static_cast<int>(event_.start_mark.line) + 1; }

  void drop_event() {
    if (has_event_) yaml_event_delete(&event_);
    has_event_ = false;
  }

  void advance() {
    drop_event();
    if (yaml_parser_parse(&parser_, &event_) == 0) {
      const int at = static_cast<int>(parser_.problem_mark.line) + 1;
      if (parser_.error == YAML_READER_ERROR)
        throw Problem{at, fmt::format("{} at byte {}", parser_.problem, parser_.problem_offset)};
      throw Problem{at, parser_.problem != nullptr ? parser_.problem : "not valid YAML"};
    }
    has_event_ = true;
  }

  std::string_view keep(const unsigned char* bytes, std::size_t size) {
    return content_.strings.emplace_back(reinterpret_cast<const char*>(bytes), size);
  }

  std::uint32_t add(Record record) {
    text_size_ += record.text.size() + record.key.size();
    if (content_.records.size() >= kMaxValues || text_size_ > kMaxText)
      throw Problem{record.line,
                    fmt::format("more than {} values or {} MiB of text, aliases expanded",
                                kMaxValues, kMaxText >> 20)};
    content_.records.push_back(record);
    const auto index = static_cast<std::uint32_t>(content_.records.size() - 1);
    if (record.parent != kNone) append(record.parent, index);
    return index;
  }

  void append(std::uint32_t parent, std::uint32_t child) {
    Record& above = content_.records[parent];
    content_.records[child].parent = parent;
    content_.records[child].next = kNone;
    if (above.last == kNone)
      above.first = child;
    else
      content_.records[above.last].next = child;
    above.last = child;
    ++above.children;
  }

  void check_depth(int depth) const {
    if (depth > kMaxDepth)
      throw Problem{line(), fmt::format("more than {} levels deep", kMaxDepth)};
  }

  // The value that the current event begins.
  void read_value(std::uint32_t parent, std::string_view key, int depth) {
    check_depth(depth);
    switch (event_.type) {
      case YAML_SCALAR_EVENT:
        return read_scalar(parent, key);
      case YAML_ALIAS_EVENT:
        return read_alias(parent, key, depth);
      case YAML_SEQUENCE_START_EVENT: {
        const std::string anchor = anchor_of(event_.data.sequence_start.anchor);
        const auto index =
            add({.kind = Kind::kSequence, .line = line(), .key = key, .parent = parent});
        for (advance(); event_.type != YAML_SEQUENCE_END_EVENT; advance())
          read_value(index, {}, depth + 1);
        remember(anchor, index);
        return;
      }
      case YAML_MAPPING_START_EVENT: {
        const std::string anchor = anchor_of(event_.data.mapping_start.anchor);
        const auto index =
            add({.kind = Kind::kMapping, .line = line(), .key = key, .parent = parent});
        read_fields(index, depth);
        remember(anchor, index);
        return;
      }
      default:
        throw Problem{line(), "a value is expected here"};
    }
  }

  void read_scalar(std::uint32_t parent, std::string_view key) {
    const auto& scalar = event_.data.scalar;
    const std::string_view tag =
        scalar.tag == nullptr ? std::string_view() : reinterpret_cast<const char*>(scalar.tag);
    const bool plain = scalar.style == YAML_PLAIN_SCALAR_STYLE && tag != YAML_STR_TAG;
    const std::string anchor = anchor_of(scalar.anchor);
    const auto index = add({.plain = plain,
                            .line = line(),
                            .key = key,
                            .text = keep(scalar.value, scalar.length),
                            .parent = parent});
    remember(anchor, index);
  }

  void read_fields(std::uint32_t mapping, int depth) {
    std::map<std::string_view, int> lines;  // of the keys seen
    std::uint32_t source = kNone;           // the value of `<<`
    for (advance(); event_.type != YAML_MAPPING_END_EVENT; advance()) {
      if (event_.type != YAML_SCALAR_EVENT)
        throw Problem{line(), "a key must be a plain or quoted word"};
      const auto& scalar = event_.data.scalar;
      const std::string_view key = keep(scalar.value, scalar.length);
      const bool merges = key == kMerge && scalar.style == YAML_PLAIN_SCALAR_STYLE;
      const auto [before, fresh] = lines.emplace(key, line());
      if (!fresh)
        throw Problem{line(), fmt::format("the key `{}` is given twice (first in line {})",
                                          text::for_terminal(key), before->second)};
      advance();
      read_value(mapping, key, depth + 1);
      if (merges) source = content_.records[mapping].last;
    }
    if (source != kNone) merge(mapping, source, depth);
  }

  // Puts the fields of merged mappings where `<<` stood; a key of the mapping itself, or of an
  // earlier merged one, wins.
  void merge(std::uint32_t mapping, std::uint32_t source, int depth) {
    std::vector<std::uint32_t> own;
    std::set<std::string_view> taken;
    for (auto at = content_.records[mapping].first; at != kNone; at = content_.records[at].next) {
      own.push_back(at);
      if (at != source) taken.insert(content_.records[at].key);
    }
    Record& emptied = content_.records[mapping];
    emptied.first = emptied.last = kNone;
    emptied.children = 0;
    const auto take_from = [&](std::uint32_t from) {
      if (content_.records[from].kind != Kind::kMapping)
        throw Problem{content_.records[source].line, "`<<` takes a mapping or a list of mappings"};
      for (auto at = content_.records[from].first; at != kNone; at = content_.records[at].next)
        if (taken.insert(content_.records[at].key).second)
          copy(at, mapping, content_.records[at].key, depth + 1);
    };
    for (const auto field : own) {
      if (field != source) {
        append(mapping, field);
      } else if (content_.records[field].kind == Kind::kSequence) {
        for (auto at = content_.records[field].first; at != kNone; at = content_.records[at].next)
          take_from(at);
      } else {
        take_from(field);
      }
    }
  }

  void read_alias(std::uint32_t parent, std::string_view key, int depth) {
    const std::string name = anchor_of(event_.data.alias.anchor);
    const auto target = anchors_.find(name);
    if (target == anchors_.end() || target->second == kNone)
      throw Problem{line(), fmt::format("the alias `*{}` has no finished anchor before it", name)};
    copy(target->second, parent, key, depth);
  }

  void copy(std::uint32_t from, std::uint32_t parent, std::string_view key, int depth) {
    check_depth(depth);
    Record record = content_.records[from];
    const std::uint32_t first = record.first;
    record.key = key;
    record.parent = parent;
    record.first = record.last = record.next = kNone;
    record.children = 0;
    const auto index = add(record);
    for (auto at = first; at != kNone; at = content_.records[at].next)
      copy(at, index, content_.records[at].key, depth + 1);
  }

  static std::string anchor_of(const unsigned char* name) {
    return name == nullptr ? std::string() : reinterpret_cast<const char*>(name);
  }
  void remember(const std::string& anchor, std::uint32_t index) {
    if (!anchor.empty()) anchors_[anchor] = index;
  }

  Content& content_;
  yaml_parser_t parser_{};
  yaml_event_t event_{};
  bool has_event_ = false;
  std::size_t text_size_ = 0;
  std::map<std::string, std::uint32_t> anchors_;
};

}  // namespace

Document::Document(std::unique_ptr<Content> content) : content_(std::move(content)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;
Node Document::root() const { return {content_.get(), 0}; }

Result<Document> Document::parse(std::string_view source, std::string name) {
  auto content = std::make_unique<Content>();
  content->name = std::move(name);
  try {
    Builder(*content, source).read_stream();
  } catch (const Problem& problem) {
    return fail(ErrorKind::kInvalidInput,
                fmt::format("{}:{}: {}", content->name, problem.line, problem.message));
  }
  return Document(std::move(content));
}

Result<Document> Document::load(const std::string& path) {
  TRY(const std::string source, read_file(path));
  return parse(source, path);
}

}  // namespace generator::yaml
