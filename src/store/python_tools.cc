#include "store/python_tools.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "data/tool_name.h"
#include "store/docstring.h"
#include "store/python_functions.h"
#include "store/python_literal.h"
#include "store/type_text.h"

namespace generator {
namespace {

using python::DocParameter;
using python::Docstring;
using python::Function;

struct Parameter {
  std::string_view name, annotation, fallback;  // "" where there is none
};

// "path: str = 'x'"; nothing for `*`, `/`, `*args`, `**kwargs`.
std::optional<Parameter> read_parameter(std::string_view s) {
  if (s.empty() || s[0] == '*' || s[0] == '/') return std::nullopt;
  Parameter out;
  const auto sides = python::split_outside(s, '=');
  if (sides.size() > 1)
    out.fallback = text::trim(s.substr(static_cast<std::size_t>(sides[1].data() - s.data())));
  const auto named = python::split_outside(sides[0], ':');
  out.name = named[0];
  if (named.size() > 1)
    out.annotation =
        text::trim(sides[0].substr(static_cast<std::size_t>(named[1].data() - sides[0].data())));
  return out;
}

// Without comments, which may stand between parameters.
std::string without_comments(std::string_view s) {
  std::string out;
  char quote = 0;
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (quote != 0) {
      if (s[i] == quote) quote = 0;
    } else if (s[i] == '"' || s[i] == '\'') {
      quote = s[i];
    } else if (s[i] == '#') {
      while (i < s.size() && s[i] != '\n') ++i;
      if (i >= s.size()) break;
    }
    out += s[i];
  }
  return out;
}

bool is_context(std::string_view annotation) {
  constexpr std::string_view kContext = "Context";
  const std::string_view head = annotation.substr(0, annotation.find('['));
  return head.size() >= kContext.size() && head.substr(head.size() - kContext.size()) == kContext;
}

class Reader {
 public:
  Reader(ToolListing& listing, const Function& function)
      : listing_(listing), function_(function), doc_(python::read_docstring(function.docstring)) {}

  Tool read() {
    Tool tool;
    tool.name = tool.source.name = function_.name;
    tool.description = doc_.description;
    read_parameters(tool);
    read_result(tool);
    for (const std::string& line : doc_.examples)
      if (auto call = python::call(line); call && call->name == function_.name)
        tool.examples.push_back({.input = std::move(call->arguments)});
    return tool;
  }

 private:
  void note(std::string message) {
    listing_.add_problem({.effect = ToolEffect::kChanged,
                          .line = function_.line,
                          .pointer = {},
                          .operation = std::string(function_.name),
                          .message = std::move(message)});
  }

  const DocParameter* told(std::string_view name) const {
    for (const DocParameter& parameter : doc_.parameters)
      if (parameter.name == name) return &parameter;
    return nullptr;
  }

  void read_parameters(Tool& tool) {
    const std::string declared = without_comments(function_.parameters);
    std::vector<std::string> required;
    std::string properties;
    json::Writer writer(properties);
    writer.begin_object();
    bool is_first = function_.is_method && !function_.is_static;
    for (const std::string_view part : python::split_outside(declared, ',')) {
      const auto parameter = read_parameter(part);
      if (!parameter) continue;
      if (std::exchange(is_first, false) || is_context(parameter->annotation)) continue;
      bool is_required = false;
      writer.key(parameter->name).raw(schema(*parameter, is_required));
      if (is_required) required.emplace_back(parameter->name);
    }
    writer.end_object();
    tool.parameters = "{\"type\":\"object\",\"properties\":" + properties;
    if (!required.empty()) {
      tool.parameters += ",\"required\":[";
      for (std::size_t i = 0; i < required.size(); ++i)
        tool.parameters += (i == 0 ? "" : ",") + json::quote(required[i]);
      tool.parameters += ']';
    }
    tool.parameters += '}';
  }

  std::string schema(const Parameter& parameter, bool& is_required) {
    const DocParameter* known = told(parameter.name);
    const std::string_view written = !parameter.annotation.empty() ? parameter.annotation
                                     : known != nullptr            ? std::string_view(known->type)
                                                                   : std::string_view();
    WrittenType type{"{}", false, true};
    if (!written.empty()) type = read_type(written);
    if (!type.is_known)
      note(fmt::format("the type `{}` of `{}` is not known; anything is allowed instead",
                       text::for_terminal(text::prefix(text::repair_utf8(written), 60)), parameter.name));
    is_required = parameter.fallback.empty() && !(parameter.annotation.empty() && type.is_optional);
    std::string out = type.schema.substr(0, type.schema.size() - 1);
    const auto add = [&](std::string_view key, std::string_view json) {
      out += fmt::format("{}\"{}\":{}", out.size() > 1 ? "," : "", key, json);
    };
    if (known != nullptr && !known->description.empty())
      add("description", json::quote(known->description));
    const auto fallback = parameter.fallback.empty() ? std::nullopt : python::literal(parameter.fallback);
    if (fallback && *fallback != "null") add("default", *fallback);
    return out + '}';
  }

  void read_result(Tool& tool) {
    const std::string_view written =
        function_.returns.empty() ? std::string_view(doc_.return_type) : function_.returns;
    if (written == "None" || (written.empty() && doc_.return_description.empty())) return;
    WrittenType type{"{}", false, true};
    if (!written.empty()) type = read_type(written);
    std::string out = type.schema.substr(0, type.schema.size() - 1);
    if (!doc_.return_description.empty())
      out += fmt::format("{}\"description\":{}", out.size() > 1 ? "," : "",
                         json::quote(doc_.return_description));
    if (out.size() > 1) tool.output_schema = out + '}';
  }

  ToolListing& listing_;
  const Function& function_;
  const Docstring doc_;
};

}  // namespace

Result<ToolListing> read_python_tools(std::string_view source, const std::string& name,
                                      const ToolFilter& filter) {
  ToolListing out;
  out.file = name;
  out.format = "Python";
  const std::vector<Function> all = python::functions(source);
  const bool has_tools =
      std::any_of(all.begin(), all.end(), [](const Function& function) { return function.is_tool; });
  ToolNames names;
  for (const Function& function : all) {
    if (has_tools ? !function.is_tool : function.name[0] == '_') continue;
    ++out.described;
    const std::string own = names.add(function.name, fmt::format("line {}", function.line));
    if (function.docstring.empty()) {
      out.add_problem({.effect = ToolEffect::kDropped,
                       .line = function.line,
                       .pointer = {},
                       .operation = std::string(function.name),
                       .message = "it has no docstring; it is left out"});
      continue;
    }
    if (!filter.takes("", function.name, {}) ||
        (filter.limit && static_cast<std::int64_t>(out.tools.size()) >= *filter.limit)) {
      ++out.filtered;
      continue;
    }
    out.tools.push_back(Reader(out, function).read());
    out.tools.back().name = own;
  }
  if (out.described == 0)
    return fail(ErrorKind::kInvalidInput,
                fmt::format("{} declares no public function; a tool is a function with a docstring",
                            text::for_terminal(name)));
  return out;
}

}  // namespace generator
