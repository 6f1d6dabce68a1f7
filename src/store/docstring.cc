#include "store/docstring.h"

#include <algorithm>

#include "base/text.h"

namespace generator::python {
namespace {

constexpr std::size_t kMaxFields = 1000;  // of reST; each is looked for among those before it

enum class Section { kDescription, kParameters, kReturns, kExamples, kOther };

struct Heading {
  std::string_view name;
  Section section;
};
constexpr Heading kHeadings[] = {
    {"args", Section::kParameters},       {"arguments", Section::kParameters},
    {"parameters", Section::kParameters}, {"params", Section::kParameters},
    {"other parameters", Section::kParameters}, {"keyword args", Section::kParameters},
    {"keyword arguments", Section::kParameters},
    {"returns", Section::kReturns},       {"return", Section::kReturns},
    {"yields", Section::kReturns},        {"examples", Section::kExamples},
    {"example", Section::kExamples},      {"raises", Section::kOther},
    {"notes", Section::kOther},           {"note", Section::kOther},
    {"warnings", Section::kOther},        {"warning", Section::kOther},
    {"see also", Section::kOther},        {"references", Section::kOther},
    {"attributes", Section::kOther},      {"todo", Section::kOther},
};

const Heading* heading_of(std::string_view line) {
  const std::string lower = text::to_lower(text::trim(line));
  for (const Heading& heading : kHeadings)
    if (lower == heading.name) return &heading;
  return nullptr;
}

std::size_t indent_of(std::string_view line) {
  const std::size_t at = line.find_first_not_of(" \t");
  return at == std::string_view::npos ? line.size() : at;
}

bool is_blank(std::string_view line) { return text::trim(line).empty(); }

bool is_underline(std::string_view line) {
  const std::string_view s = text::trim(line);
  return s.size() >= 3 && s.find_first_not_of(s[0]) == std::string_view::npos &&
         (s[0] == '-' || s[0] == '=');
}

void append_line(std::string& out, std::string_view line) {
  line = text::trim(line);
  if (line.empty()) return;
  if (!out.empty()) out += ' ';
  out += line;
}

// A colon outside brackets.
std::size_t find_colon(std::string_view s) {
  int depth = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    depth += s[i] == '(' || s[i] == '[' ? 1 : s[i] == ')' || s[i] == ']' ? -1 : 0;
    if (s[i] == ':' && depth <= 0) return i;
  }
  return std::string_view::npos;
}

class Reader {
 public:
  Docstring read(std::string_view s) {
    lines_ = text::lines(s);
    for (at_ = 0; at_ < lines_.size(); ++at_) {
      if (begins_section()) continue;
      const std::string_view line = lines_[at_];
      if (text::trim(line).substr(0, 1) == ":" && read_field(line)) continue;
      if (text::trim(line).substr(0, 4) == ">>> ") {
        out_.examples.emplace_back(text::trim(text::trim(line).substr(4)));
        continue;
      }
      read_line(line);
    }
    return std::move(out_);
  }

 private:
  // "Args:" with a deeper line behind, or "Parameters" over dashes.
  bool begins_section() {
    std::string_view line = text::trim(lines_[at_]);
    const bool has_next = at_ + 1 < lines_.size();
    if (has_next && is_underline(lines_[at_ + 1])) {
      const Heading* heading = heading_of(line);
      if (heading == nullptr) return false;
      begin(heading->section, true, indent_of(lines_[at_]));
      ++at_;
      return true;
    }
    if (line.empty() || line.back() != ':') return false;
    line.remove_suffix(1);
    const Heading* heading = heading_of(line);
    if (heading == nullptr) return false;
    begin(heading->section, false, indent_of(lines_[at_]));
    return true;
  }

  void begin(Section section, bool is_numpy, std::size_t indent) {
    section_ = section;
    is_numpy_ = is_numpy;
    heading_indent_ = indent;
    item_indent_ = std::string_view::npos;
    field_ = nullptr;
    has_return_ = false;
  }

  void read_line(std::string_view line) {
    if (field_ != nullptr && section_ == Section::kDescription) {  // goes on a :param:
      if (!is_blank(line)) return append_line(*field_, line);
      field_ = nullptr;
      return;
    }
    if (!is_numpy_ && section_ != Section::kDescription && !is_blank(line) &&
        indent_of(line) <= heading_indent_)
      begin(Section::kDescription, false, 0);
    switch (section_) {
      case Section::kDescription: return read_description(line);
      case Section::kParameters: return is_numpy_ ? read_numpy(line) : read_google(line);
      case Section::kReturns: return read_returns(line);
      default: return;
    }
  }

  void read_description(std::string_view line) {
    if (is_blank(line)) {
      ends_paragraph_ = !out_.description.empty();
      return;
    }
    if (ends_paragraph_) out_.description += '\n';
    ends_paragraph_ = false;
    if (!out_.description.empty() && out_.description.back() != '\n') out_.description += ' ';
    out_.description += text::trim(line);
  }

  // "    name (type, optional): description", deeper lines go on.
  void read_google(std::string_view line) {
    if (is_blank(line)) return;
    if (item_indent_ == std::string_view::npos) item_indent_ = indent_of(line);
    const std::string_view body = text::trim(line);
    const std::size_t colon = find_colon(body);
    if (indent_of(line) > item_indent_ || colon == std::string_view::npos) {
      if (!out_.parameters.empty()) append_line(out_.parameters.back().description, body);
      return;
    }
    std::string_view head = text::trim(body.substr(0, colon));
    DocParameter parameter;
    const std::size_t open = head.find('(');
    if (open != std::string_view::npos && head.back() == ')') {
      parameter.type = text::trim(head.substr(open + 1, head.size() - open - 2));
      head = text::trim(head.substr(0, open));
    }
    while (!head.empty() && head[0] == '*') head.remove_prefix(1);
    parameter.name = head;
    append_line(parameter.description, body.substr(colon + 1));
    out_.parameters.push_back(std::move(parameter));
  }

  // "name, other : type", deeper lines describe.
  void read_numpy(std::string_view line) {
    if (is_blank(line)) return;
    if (item_indent_ == std::string_view::npos) item_indent_ = indent_of(line);
    if (indent_of(line) > item_indent_) {
      for (std::size_t i = out_.parameters.size() - std::min(group_, out_.parameters.size());
           i < out_.parameters.size(); ++i)
        append_line(out_.parameters[i].description, line);
      return;
    }
    const std::string_view body = text::trim(line);
    const std::size_t colon = find_colon(body);
    const std::string_view type =
        colon == std::string_view::npos ? std::string_view() : text::trim(body.substr(colon + 1));
    group_ = 0;
    for (std::string_view name : text::split(body.substr(0, colon), ',')) {
      name = text::trim(name);
      while (!name.empty() && name[0] == '*') name.remove_prefix(1);
      if (name.empty()) continue;
      out_.parameters.push_back({std::string(name), std::string(type), ""});
      ++group_;
    }
  }

  // Google: "type: description" or words; NumPy: a type, deeper lines describe.
  void read_returns(std::string_view line) {
    if (is_blank(line)) return;
    const std::string_view body = text::trim(line);
    if (has_return_) return append_line(out_.return_description, body);
    has_return_ = true;
    const std::size_t colon = find_colon(body);
    if (is_numpy_) {
      out_.return_type = colon == std::string_view::npos ? body : text::trim(body.substr(colon + 1));
    } else if (colon != std::string_view::npos &&
               body.substr(0, colon).find(' ') == std::string_view::npos) {
      out_.return_type = text::trim(body.substr(0, colon));
      append_line(out_.return_description, body.substr(colon + 1));
    } else {
      append_line(out_.return_description, body);
    }
  }

  DocParameter& parameter(std::string_view name) {
    for (DocParameter& known : out_.parameters)
      if (known.name == name) return known;
    if (out_.parameters.size() >= kMaxFields) return ignored_;
    return out_.parameters.emplace_back(DocParameter{std::string(name), "", ""});
  }

  // ":param int x: words", ":type x: int", ":returns: words", ":rtype: int"
  bool read_field(std::string_view line) {
    const std::string_view body = text::trim(line);
    const std::size_t colon = body.find(':', 1);
    if (colon == std::string_view::npos) return false;
    const auto head = text::words(body.substr(1, colon - 1));
    if (head.empty()) return false;
    const std::string_view content = text::trim(body.substr(colon + 1));
    const std::string_view kind = head[0];
    std::string* field = nullptr;
    if ((kind == "param" || kind == "parameter" || kind == "arg" || kind == "argument" ||
         kind == "key") && head.size() >= 2) {
      DocParameter& known = parameter(head.back());
      if (head.size() > 2)
        known.type = body.substr(static_cast<std::size_t>(head[1].data() - body.data()),
                                 static_cast<std::size_t>(head.back().data() - head[1].data()));
      field = &known.description;
    } else if (kind == "type" && head.size() == 2) {
      field = &parameter(head[1]).type;
    } else if (kind == "return" || kind == "returns") {
      field = &out_.return_description;
    } else if (kind == "rtype") {
      field = &out_.return_type;
    } else if (kind != "raises" && kind != "raise" && kind != "except" && kind != "exception") {
      return false;
    }
    begin(Section::kDescription, false, 0);
    if (field == nullptr) {
      discarded_.clear();
      field = &discarded_;
    }
    append_line(*field, content);
    field_ = field;
    return true;
  }

  std::vector<std::string_view> lines_;
  std::size_t at_ = 0;
  Docstring out_;
  Section section_ = Section::kDescription;
  bool is_numpy_ = false;
  bool has_return_ = false;
  bool ends_paragraph_ = false;
  std::size_t heading_indent_ = 0;
  std::size_t item_indent_ = std::string_view::npos;
  std::size_t group_ = 1;         // NumPy's names of one line
  std::string* field_ = nullptr;  // what the next lines go on with
  std::string discarded_;
  DocParameter ignored_;
};

}  // namespace

Docstring read_docstring(std::string_view s) { return Reader().read(s); }

}  // namespace generator::python
