#include "store/tool_file.h"

#include <fmt/format.h>

#include <optional>
#include <unordered_map>
#include <utility>

#include "base/files.h"
#include "base/text.h"
#include "data/tool_name.h"
#include "store/python_tools.h"
#include "store/tool_shapes.h"

namespace generator {
namespace {

constexpr int kMaxNesting = 4;  // of lists in lists and rows in files
constexpr std::string_view kHolders[] = {"tools",     "functions",             "function",
                                         "function_declarations", "functionDeclarations", "result",
                                         "data"};

class Collector {
 public:
  Collector(const SpecDocument& document, const ToolFilter& filter, ToolListing& listing)
      : document_(document), filter_(filter), listing_(listing) {}

  /// True where a tool, or what was meant as one, was found in `value`. `where` is its place in the
  /// document: itself, or the text that holds it.
  bool collect(json::Value value, json::Value where, int depth, bool is_list_of_tools) {
    if (depth > kMaxNesting) return false;
    if (value.is_array()) {
      bool found = false;
      for (std::size_t i = 0; i < value.size(); ++i)
        found = collect(value.at(i), inside_ ? where : value.at(i), depth + 1, is_list_of_tools) || found;
      return found;
    }
    if (is_shaped_tool(value)) return add(value, where), true;
    if (value.is_object())
      for (const std::string_view holder : kHolders)
        if (const auto field = value.find(holder))
          if (collect_field(*field, where, depth, holder != "data" && holder != "result")) return true;
    if (!is_list_of_tools) return false;
    ++listing_.described;
    problem(ToolEffect::kDropped, where, "", "no tool: an object with `name` is expected; it is left out");
    return true;
  }

 private:
  // A text that holds JSON, as in rows of xLAM, is a document of its own.
  bool collect_field(json::Value field, json::Value where, int depth, bool is_list_of_tools) {
    if (!field.is_string()) {
      const json::Value at = inside_ ? where : field;
      return (field.is_array() || field.is_object()) && collect(field, at, depth + 1, is_list_of_tools);
    }
    const auto document = json::Document::parse(field.text());
    if (!document || inside_) return false;
    inside_ = true;
    const bool found = collect(document->root(), field, depth + 1, is_list_of_tools);
    inside_ = false;
    return found;
  }

  void problem(ToolEffect effect, json::Value where, std::string_view tool, std::string message) {
    if (listing_.problems.size() >= ToolListing::kMaxProblems) return listing_.add_problem({});
    listing_.add_problem({.effect = effect,
                          .line = document_.line(where),
                          .pointer = document_.pointer(where),
                          .operation = std::string(tool),
                          .message = std::move(message)});
  }

  void add(json::Value value, json::Value where) {
    ++listing_.described;
    auto shaped = read_shaped_tool(value);
    if (!shaped)
      return problem(ToolEffect::kDropped, where, value.text_of("name"),
                     shaped.error().message + "; it is left out");
    Tool& tool = shaped->tool;
    const std::string written = tool.name;
    std::string whole;
    json::Writer writer(whole);
    write_tool(writer, tool);
    const auto [known, is_new] = known_.try_emplace(whole, written);
    if (!is_new) {
      --listing_.described;  // said twice
      return;
    }
    tool.name = names_.add(written, whole);
    if (!filter_.takes(tool.source.method, tool.source.path.empty() ? written : tool.source.path, tool.tags) ||
        (filter_.limit && static_cast<std::int64_t>(listing_.tools.size()) >= *filter_.limit)) {
      ++listing_.filtered;
      return;
    }
    if (tool.name != written)
      problem(ToolEffect::kNote, where, written,
              fmt::format("it is called `{}`: {}", tool.name,
                          is_tool_name(written) ? "another tool has this name"
                                                : "not every provider takes the name as it is"));
    for (std::string& note : shaped->notes)
      problem(ToolEffect::kChanged, where, written, std::move(note));
    if (listing_.format.empty()) listing_.format = fmt::format("tools ({})", shaped->shape);
    listing_.tools.push_back(std::move(tool));
  }

  const SpecDocument& document_;
  const ToolFilter& filter_;
  ToolListing& listing_;
  ToolNames names_;
  std::unordered_map<std::string, std::string> known_;
  bool inside_ = false;  // a text of the document
};

// Rows of JSON as one list, so that there is one document; nothing where a line is none.
std::optional<std::string> rows_as_list(std::string_view text) {
  std::string out = "[";
  bool has_row = false;
  for (const std::string_view line : text::lines(text)) {
    const std::string_view row = text::trim(line);
    if (!row.empty() && row[0] != '{') return std::nullopt;
    if (!row.empty() && std::exchange(has_row, true)) out += ',';
    (out += row) += '\n';
  }
  return has_row ? std::optional(out + "]") : std::nullopt;
}

Result<SpecDocument> parse(std::string_view text, const std::string& name) {
  auto whole = SpecDocument::parse(text, name);
  if (whole) return whole;
  if (const auto list = rows_as_list(text))
    if (auto rows = SpecDocument::parse(*list, name)) return rows;
  return whole;
}

}  // namespace

Result<ToolListing> read_tools(std::string_view text, const std::string& name,
                               const ToolFilter& filter) {
  if (file_extension(name) == ".py") return read_python_tools(text, name, filter);
  TRY(const SpecDocument document, parse(text, name));
  if (is_openapi(document.root())) return read_openapi(document, filter);
  ToolListing out;
  out.file = name;
  if (document.root().is_object()) out.title = document.root().text_of("name");
  Collector collector(document, filter, out);
  const bool is_list = document.root().is_array();
  if (!collector.collect(document.root(), document.root(), 0, false) || out.described == 0)
    return fail(ErrorKind::kInvalidInput,
                fmt::format("{} describes no tools: expected is an OpenAPI description (`openapi` or "
                            "`swagger`), {} tools with `name` and `parameters` or the like, an MCP "
                            "listing, or Python source (.py)",
                            text::for_terminal(name), is_list ? "a list of" : "`tools`: a list of"));
  if (out.format.empty()) out.format = "tools";
  return out;
}

Result<ToolListing> load_tools(const std::string& path, const ToolFilter& filter) {
  TRY(const std::string text, read_file(path));
  return read_tools(text, path, filter);
}

}  // namespace generator
