// A template is cut into parts once, when it is read; rendering only puts parts one after the
// other. What a hole holds is appended and never looked at, so a passage that contains
// `{{audience}}` or `{{/passage}}` stays text.
#include "prompt/template.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/hash.h"
#include "base/json.h"
#include "base/text.h"
#include "base/yaml.h"

namespace generator::prompt {
namespace {

bool is_hole_name(std::string_view name) {
  if (name.empty() || !text::is_alpha(name[0])) return false;
  for (const char c : name)
    if (text::is_upper(c) || !(text::is_alpha(c) || text::is_digit(c) || c == '_')) return false;
  return true;
}

Result<std::string> text_field(const yaml::Node& root, std::string_view key) {
  const auto field = root.find(key);
  if (!field || field->is_null()) return std::string();
  return field->string();
}

Result<std::vector<Message>> read_examples(const yaml::Node& root) {
  std::vector<Message> out;
  const auto field = root.find("examples");
  if (!field || field->is_null()) return out;
  CHECK_OK(field->expect(yaml::Kind::kSequence));
  for (const yaml::Node example : *field) {
    CHECK_OK(example.expect(yaml::Kind::kMapping));
    CHECK_OK(example.expect_fields({"user", "assistant"}));
    for (const auto& [key, role] :
         {std::pair{"user", Role::kUser}, std::pair{"assistant", Role::kAssistant}}) {
      TRY(const std::string said, text_field(example, key));
      if (text::trim(said).empty()) return example.error(fmt::format("has no `{}`", key));
      Message& message = out.emplace_back();
      message.role = role;
      message.content = text::trim_right(said);
      message.shared = message.content.size();
    }
  }
  return out;
}

// The schema as JSON text, whether it was given as YAML or as a string of JSON.
Result<std::string> schema_text(const yaml::Node& root) {
  const auto field = root.find("schema");
  if (!field || field->is_null()) return std::string();
  if (field->is_mapping()) return yaml::to_json(*field);
  TRY(const std::string text, field->string());
  const auto document = json::Document::parse(text);
  if (!document) return field->error(document.error().message);
  if (!document->root().is_object()) return field->error("is not a JSON object");
  return std::string(document->root().raw());
}

}  // namespace

// Reads `system` and `user` into parts and keeps account of the holes that they use.
class Template::Reader {
 public:
  Reader(Template& out, std::string_view source) : out_(out), source_(source) {}

  Status read_holes(const yaml::Node& root) {
    const auto field = root.find("holes");
    if (!field || field->is_null()) return {};
    CHECK_OK(field->expect(yaml::Kind::kMapping));
    for (const yaml::Node hole : *field) {
      if (!is_hole_name(hole.key()))
        return hole.error("is no name for a hole: small letters, digits and `_`");
      TRY(std::string description, hole.string());
      out_.holes_.push_back({std::string(hole.key()), std::move(description)});
      out_.hole_lines_.push_back(hole.line());
    }
    used_.resize(out_.holes_.size());
    return {};
  }

  Result<Parts> read_parts(const yaml::Node& root, std::string_view key) {
    TRY(const std::string text, text_field(root, key));
    const auto field = root.find(key);
    line_ = field ? field->line() : 1;
    parts_.clear();
    open_.clear();
    open_tags_.clear();
    std::string_view rest = text;
    if (rest.ends_with('\n')) rest.remove_suffix(1);
    whole_ = rest;
    while (!rest.empty()) {
      const std::size_t at = rest.find("{{");
      if (at == std::string_view::npos) break;
      const std::size_t close = rest.find("}}", at);
      if (close == std::string_view::npos)
        return problem(rest.substr(at, 20), "`{{` is not closed by `}}`");
      std::size_t next = close + 2;
      const std::string_view tag = rest.substr(at, next - at);
      std::size_t text_end = at;
      if (is_section(tag)) take_line(whole_, rest, text_end, next);
      add_text(rest.substr(0, text_end));
      CHECK_OK(add_tag(tag));
      rest.remove_prefix(next);
    }
    add_text(rest);
    if (!open_.empty())
      return problem(open_tags_.back(), fmt::format("the section of `{}` is not closed",
                                                    name_of(parts_[open_.back()])));
    return std::move(parts_);
  }

  Status check_all_used() const {
    for (std::size_t i = 0; i < used_.size(); ++i)
      if (!used_[i])
        return fail(
            ErrorKind::kInvalidInput,
            fmt::format(
                "{}:{}: the hole `{}` is declared and used neither in `system` nor in `user`",
                out_.file_, out_.hole_lines_[i], out_.holes_[i].name));
    return {};
  }

 private:
  static bool is_section(std::string_view tag) {
    return tag.size() > 2 && text::contains("#^/", tag.substr(2, 1));
  }

  // Widens [text_end, next) over the tag's line where nothing else stands on it.
  static void take_line(std::string_view whole, std::string_view rest, std::size_t& text_end,
                        std::size_t& next) {
    const auto offset = static_cast<std::size_t>(rest.data() - whole.data());
    std::size_t from = offset + text_end;
    while (from > 0 && (whole[from - 1] == ' ' || whole[from - 1] == '\t')) --from;
    std::size_t to = offset + next;
    while (to < whole.size() && (whole[to] == ' ' || whole[to] == '\t')) ++to;
    const bool starts_line = from == 0 || whole[from - 1] == '\n';
    const bool ends_line = to == whole.size() || whole[to] == '\n';
    if (!starts_line || !ends_line || from < offset) return;
    text_end = from - offset;
    next = to - offset + (to < whole.size() ? 1 : 0);
  }

  void add_text(std::string_view text) {
    if (!text.empty()) parts_.push_back({Part::Kind::kText, std::string(text)});
  }

  Status add_tag(std::string_view tag) {
    std::string_view name = tag.substr(2, tag.size() - 4);
    const char mark = name.empty() ? ' ' : name[0];
    if (is_section(tag)) name.remove_prefix(1);
    const auto hole = find_hole(name);
    if (!hole) return problem(tag, unknown_hole(name));
    used_[*hole] = true;
    if (mark == '/') {
      if (open_.empty() || parts_[open_.back()].hole != *hole)
        return problem(tag, fmt::format("`{}` closes a section that is not open", tag));
      parts_[open_.back()].end = parts_.size();
      open_.pop_back();
      open_tags_.pop_back();
      parts_.push_back({Part::Kind::kEnd, {}, *hole});
      return {};
    }
    const auto kind = mark == '#'   ? Part::Kind::kIfFull
                      : mark == '^' ? Part::Kind::kIfEmpty
                                    : Part::Kind::kHole;
    if (kind != Part::Kind::kHole) {
      open_.push_back(parts_.size());
      open_tags_.push_back(tag);
    }
    parts_.push_back({kind, {}, *hole});
    return {};
  }

  std::optional<std::size_t> find_hole(std::string_view name) const {
    for (std::size_t i = 0; i < out_.holes_.size(); ++i)
      if (out_.holes_[i].name == name) return i;
    return std::nullopt;
  }

  std::string name_of(const Part& part) const { return out_.holes_[part.hole].name; }

  std::string unknown_hole(std::string_view name) const {
    std::vector<std::string> names;
    for (const auto& hole : out_.holes_) names.push_back(hole.name);
    const std::string near = text::nearest(name, names);
    return fmt::format("the hole `{}` is not declared under `holes`{}", text::for_terminal(name),
                       near.empty() ? "" : "; is `" + near + "` meant?");
  }

  // Names the line of the file: of a block scalar (`user: |`) the text's first line stands below
  // the key.
  tl::unexpected<Error> problem(std::string_view piece, const std::string& what) const {
    const auto before = static_cast<std::size_t>(piece.data() - whole_.data());
    const auto below =
        std::count(whole_.begin(), whole_.begin() + static_cast<std::ptrdiff_t>(before), '\n');
    const auto content = text::lines(source_);
    const std::string_view first = piece.empty() ? piece : text::lines(piece)[0];
    int line = line_;
    for (const int guess : {line_ + static_cast<int>(below), line_ + static_cast<int>(below) + 1})
      if (guess <= static_cast<int>(content.size()) &&
          text::contains(content[static_cast<std::size_t>(guess) - 1], first))
        line = guess;
    return fail(ErrorKind::kInvalidInput, fmt::format("{}:{}: {}", out_.file_, line, what));
  }

  Template& out_;
  std::string_view source_;
  std::string_view whole_;  // of the field that is read
  int line_ = 1;
  Parts parts_;
  std::vector<std::size_t> open_;  // sections not closed yet
  std::vector<std::string_view> open_tags_;
  std::vector<bool> used_;
};

Result<Template> Template::parse(std::string_view source, std::string file) {
  TRY(const yaml::Document document, yaml::Document::parse(source, file));
  const yaml::Node root = document.root();
  CHECK_OK(root.expect_fields({"description", "paper", "holes", "system", "examples", "user", "schema"}));
  Template out;
  out.file_ = std::move(file);
  out.source_ = source;
  Reader reader(out, source);
  TRY(out.description_, text_field(root, "description"));
  TRY(out.paper_, text_field(root, "paper"));
  TRY(out.schema_, schema_text(root));
  TRY(out.examples_, read_examples(root));
  CHECK_OK(reader.read_holes(root));
  TRY(out.system_, reader.read_parts(root, "system"));
  TRY(out.user_, reader.read_parts(root, "user"));
  CHECK_OK(reader.check_all_used());
  if (out.user_.empty()) return root.error("has no `user` message");
  Hasher hasher;
  for (const auto* key : {"system", "user"}) {
    TRY(const std::string text, text_field(root, key));
    hasher.add(text);
  }
  for (const Message& example : out.examples_) hasher.add(example.content);
  out.version_ = hasher.add(out.schema_).finish().hex().substr(0, 12);
  return out;
}

Status Template::check_holes(const std::vector<Hole>& offered) const {
  std::vector<std::string> names;
  for (const auto& hole : offered) names.push_back(hole.name);
  for (std::size_t i = 0; i < holes_.size(); ++i) {
    bool known = false;
    for (const auto& name : names) known = known || name == holes_[i].name;
    if (!known)
      return fail(ErrorKind::kInvalidInput,
                  fmt::format("{}:{}: the program has nothing for the hole `{}`; it offers {}",
                              file_, hole_lines_[i], holes_[i].name, text::join(names, ", ")));
  }
  return {};
}

Message Template::render_parts(Role role, const Parts& parts,
                               const std::vector<std::string_view>& values,
                               const std::vector<std::string_view>& common) const {
  Message out;
  out.role = role;
  bool is_shared = true;
  const auto is_common = [&](const Part& part) {
    return std::find(common.begin(), common.end(), holes_[part.hole].name) != common.end();
  };
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const Part& part = parts[i];
    switch (part.kind) {
      case Part::Kind::kText:
        out.content += part.text;
        break;
      case Part::Kind::kHole:
        if (!values[part.hole].empty() && !is_common(part)) is_shared = false;
        out.content += values[part.hole];
        break;
      case Part::Kind::kIfFull:
        if (values[part.hole].empty()) i = part.end;
        break;
      case Part::Kind::kIfEmpty:
        if (!values[part.hole].empty()) i = part.end;
        break;
      case Part::Kind::kEnd:
        break;
    }
    if (is_shared) out.shared = out.content.size();
  }
  return out;
}

Result<std::vector<Message>> Template::render(const Values& values,
                                              const std::vector<std::string_view>& common) const {
  std::vector<std::string_view> by_hole;
  for (std::size_t i = 0; i < holes_.size(); ++i) {
    const std::string* found = nullptr;
    for (const auto& [name, value] : values)
      if (name == holes_[i].name) found = &value;
    if (found == nullptr)
      return fail(ErrorKind::kInvalidInput, fmt::format("{}:{}: no value for the hole `{}`", file_,
                                                        hole_lines_[i], holes_[i].name));
    by_hole.push_back(*found);
  }
  std::vector<Message> out;
  Message system = render_parts(Role::kSystem, system_, by_hole, common);
  if (!text::trim(system.content).empty()) out.push_back(std::move(system));
  out.insert(out.end(), examples_.begin(), examples_.end());
  out.push_back(render_parts(Role::kUser, user_, by_hole, common));
  return out;
}

}  // namespace generator::prompt
