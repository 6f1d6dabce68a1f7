#include "store/openapi.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "base/text.h"
#include "data/tool_name.h"
#include "store/openapi_context.h"

namespace generator {
namespace openapi {
namespace {

constexpr std::string_view kMethods[] = {"get",     "put",  "post",  "delete",
                                         "options", "head", "patch", "trace"};

bool is_method(std::string_view name) {
  return std::find(std::begin(kMethods), std::end(kMethods), name) != std::end(kMethods);
}

std::string upper(std::string_view s) {
  std::string out(s);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string letters_of(std::string_view name) {
  std::string out;
  for (const char c : text::to_lower(name))
    if (text::is_alpha(c) || text::is_digit(c)) out += c;
  return out;
}

// "List Books" of `list_books_books_get`, as frameworks make it of a function's name, before "List
// the books of the shop.".
bool repeats_name(std::string_view summary, std::string_view name, std::string_view description) {
  const auto words = text::words(summary), more = text::words(description);
  return !words.empty() && !more.empty() && text::to_lower(words[0]) == text::to_lower(more[0]) &&
         letters_of(name).starts_with(letters_of(summary));
}

// What the protocol promises of a method (RFC 9110, 9.2); whether a POST destroys, nobody says.
ToolAnnotations annotations_of(std::string_view method) {
  const bool is_safe = method == "GET" || method == "HEAD" || method == "OPTIONS" || method == "TRACE";
  ToolAnnotations out;
  out.read_only = is_safe;
  out.idempotent = is_safe || method == "PUT" || method == "DELETE";
  if (is_safe || method == "DELETE") out.destructive = method == "DELETE";
  return out;
}

// "1.0" of a text or a number.
std::string version_text(std::optional<json::Value> field) {
  if (!field) return {};
  return std::string(field->is_string() ? field->text() : field->is_number() ? field->raw() : "");
}

class Reader {
 public:
  Reader(const SpecDocument& document, SchemaDialect dialect, const ToolFilter& filter,
         ToolListing& listing)
      : context_(document, dialect, listing), filter_(filter), listing_(listing) {}

  void run() {
    const json::Value root = context_.document.root();
    read_schemes(context_);
    if (const auto info = root.find("info")) listing_.title = info->text_of("title");
    if (const auto paths = root.find("paths")) read_paths(*paths);
    if (const auto hooks = root.find("webhooks"); hooks && hooks->size() > 0)
      context_.problem(ToolEffect::kNote, *hooks,
                       fmt::format("{}: the service calls you there; that is no tool",
                                   text::counted(static_cast<std::int64_t>(hooks->size()), "webhook")));
  }

 private:
  void read_paths(json::Value paths) {
    for (std::size_t i = 0; paths.is_object() && i < paths.size(); ++i) {
      if (paths.key(i).substr(0, 2) == "x-") continue;
      const auto item = context_.document.resolve(paths.at(i));
      if (!item || !item->is_object()) {
        ++listing_.described;  // at least one
        context_.problem(ToolEffect::kDropped, paths.at(i),
                         fmt::format("{}; the path's operations are left out",
                                     item ? "a path must be an object" : item.error().message));
        continue;
      }
      read_item(paths.key(i), *item);
    }
  }

  void read_item(std::string_view path, json::Value item) {
    for (std::size_t i = 0; i < item.size(); ++i) {
      if (!is_method(item.key(i))) continue;
      ++listing_.described;
      const Operation operation{item, item.at(i), upper(item.key(i)), std::string(path)};
      context_.operation = &operation;
      read_operation(operation);
      context_.operation = nullptr;
    }
  }

  void read_operation(const Operation& operation) {
    const json::Value value = operation.value;
    const std::string_view id = value.text_of("operationId");
    const std::string wanted =
        id.empty() ? text::to_lower(operation.method) + "_" + operation.path : std::string(id);
    std::string name = names_.add(wanted, operation.label());
    std::vector<std::string> tags = texts(value, "tags");
    const bool is_full = filter_.limit &&
                         static_cast<std::int64_t>(listing_.tools.size()) >= *filter_.limit;
    if (is_full || !filter_.takes(operation.method, operation.path, tags)) {
      ++listing_.filtered;
      return;
    }
    if (!value.is_object())
      return context_.problem(ToolEffect::kDropped, value,
                              "an operation must be an object; it is left out");
    Tool tool;
    tool.name = std::move(name);
    tool.source.name = id;
    tool.tags = std::move(tags);
    describe(operation, tool);
    if (!read_arguments(context_, operation, tool)) return;
    read_reply(context_, operation, tool);
    listing_.tools.push_back(std::move(tool));
  }

  void describe(const Operation& operation, Tool& tool) {
    const json::Value value = operation.value;
    std::string_view summary = value.text_of("summary", operation.item.text_of("summary"));
    if (repeats_name(summary, tool.source.name, value.text_of("description"))) summary = {};
    tool.description = plain_description(summary, value.text_of("description"));
    if (tool.description.empty()) tool.description = operation.label();
    tool.source.kind = ToolOrigin::kOpenApi;
    tool.source.method = operation.method;
    tool.source.path = operation.path;
    tool.source.server = server_of(context_, operation);
    tool.source.security = security_of(context_, operation);
    tool.annotations = annotations_of(operation.method);
    const auto deprecated = value.find("deprecated");
    tool.is_deprecated = deprecated && deprecated->boolean() == true;
  }

  Context context_;
  const ToolFilter& filter_;
  ToolListing& listing_;
  ToolNames names_;
};

}  // namespace

Context::Context(const SpecDocument& source, SchemaDialect spoken, ToolListing& list)
    : document(source),
      dialect(spoken),
      listing(list),
      requests(source, spoken, SchemaUse::kRequest,
               [this](json::Value where, std::string message) {
                 problem(ToolEffect::kChanged, where, std::move(message));
               }),
      replies(source, spoken, SchemaUse::kResponse, [this](json::Value where, std::string message) {
        problem(ToolEffect::kChanged, where, std::move(message));
      }) {}

void Context::problem(ToolEffect effect, json::Value where, std::string message) {
  if (listing.problems.size() >= ToolListing::kMaxProblems) return listing.add_problem({});
  listing.add_problem({.effect = effect,
                       .line = document.line(where),
                       .pointer = document.pointer(where),
                       .operation = operation == nullptr ? "" : operation->label(),
                       .message = std::move(message)});
}

std::vector<json::Value> elements(json::Value object, std::string_view name) {
  std::vector<json::Value> out;
  const auto list = object.find(name);
  for (std::size_t i = 0; list && list->is_array() && i < list->size(); ++i)
    out.push_back(list->at(i));
  return out;
}

std::vector<std::string> texts(json::Value object, std::string_view name) {
  std::vector<std::string> out;
  for (const json::Value element : elements(object, name))
    if (element.is_string()) out.emplace_back(element.text());
  return out;
}

}  // namespace openapi

namespace {

// `pattern` with `*` for any text, in time linear in both but for the last `*`.
bool matches(std::string_view pattern, std::string_view s) {
  std::size_t p = 0, i = 0, star = std::string_view::npos, from = 0;
  while (i < s.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      from = i;
    } else if (p < pattern.size() && pattern[p] == s[i]) {
      ++p, ++i;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      i = ++from;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool ToolFilter::takes(std::string_view method, std::string_view path,
                       const std::vector<std::string>& its_tags) const {
  const auto any = [](const auto& list, const auto& fits) {
    return list.empty() || std::any_of(list.begin(), list.end(), fits);
  };
  return any(methods,
             [&](const std::string& wanted) {
               return text::to_lower(wanted) == text::to_lower(method);
             }) &&
         any(paths, [&](const std::string& pattern) { return matches(pattern, path); }) &&
         any(tags, [&](const std::string& wanted) {
           return std::any_of(its_tags.begin(), its_tags.end(), [&](const std::string& tag) {
             return text::to_lower(tag) == text::to_lower(wanted);
           });
         });
}

bool is_openapi(json::Value root) { return root.find("openapi") || root.find("swagger"); }

Result<ToolListing> read_openapi(const SpecDocument& document, const ToolFilter& filter) {
  const std::string newer = openapi::version_text(document.root().find("openapi"));
  const std::string older = openapi::version_text(document.root().find("swagger"));
  SchemaDialect dialect;
  ToolListing out;
  out.file = document.name();
  if (newer.substr(0, 3) == "3.0" || newer == "3") {
    dialect = SchemaDialect::kOpenApi30;
    out.format = "OpenAPI 3.0";
  } else if (newer.substr(0, 3) == "3.1" || newer.substr(0, 3) == "3.2") {
    dialect = SchemaDialect::kOpenApi31;
    out.format = "OpenAPI " + newer.substr(0, 3);
  } else if (older == "2.0" || older == "2") {
    dialect = SchemaDialect::kSwagger2;
    out.format = "Swagger 2.0";
  } else {
    return fail(ErrorKind::kInvalidInput,
                fmt::format("{}: version `{}`: OpenAPI 3.0 to 3.2 and Swagger 2.0 can be read; "
                            "convert the description first",
                            document.name(),
                            text::for_terminal(text::prefix(newer.empty() ? older : newer, 20))));
  }
  openapi::Reader(document, dialect, filter, out).run();
  return out;
}

}  // namespace generator
