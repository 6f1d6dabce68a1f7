// Parameters: of the path, the query and the headers.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "store/openapi_context.h"

namespace generator::openapi {
namespace {

constexpr std::size_t kMaxExamples = 5;

struct Given {
  json::Value value;
  json::Value where;  // before references
  std::string in, name;
};

// Of path and operation, the operation's in the place of the path's of the same name and place.
// False where one of the operation's cannot be found.
bool collect(Context& context, const Operation& operation, std::vector<Given>& out) {
  std::map<std::pair<std::string, std::string>, std::size_t> known;
  for (const json::Value holder : {operation.item, operation.value}) {
    for (const json::Value where : elements(holder, "parameters")) {
      const auto value = context.document.resolve(where);
      if (!value) {
        context.problem(ToolEffect::kDropped, where, value.error().message + "; the operation is left out");
        return false;
      }
      Given given{*value, where, std::string(value->text_of("in")), std::string(value->text_of("name"))};
      if (given.in.empty() || given.name.empty()) {
        context.problem(ToolEffect::kDropped, where,
                        "a parameter needs `name` and `in`; the operation is left out");
        return false;
      }
      const auto [entry, is_new] = known.try_emplace({given.in, given.name}, out.size());
      if (is_new)
        out.push_back(std::move(given));
      else
        out[entry->second] = std::move(given);
    }
  }
  return true;
}

bool is_told_otherwise(std::string_view name) {  // by the media types; OpenAPI ignores them
  const std::string lower = text::to_lower(name);
  return lower == "accept" || lower == "content-type";
}

// Whether it becomes an argument; tells why where it does not.
bool is_argument(Context& context, const Given& given) {
  if (given.in == "body" || given.in == "formData") return false;  // Swagger 2.0: see openapi_body.cc
  if (is_credential(context, given.in, given.name)) {
    context.problem(ToolEffect::kNote, given.where,
                    fmt::format("`{}` in {} carries a credential: it is no argument", given.name, given.in));
    return false;
  }
  if (given.in == "header" && is_told_otherwise(given.name)) return false;
  if (given.in == "cookie") {
    context.problem(ToolEffect::kChanged, given.where,
                    fmt::format("the cookie `{}` is no argument", given.name));
    return false;
  }
  if (given.in == "path" || given.in == "query" || given.in == "header") return true;
  context.problem(ToolEffect::kChanged, given.where,
                  fmt::format("there are no parameters in `{}`; it is left away", given.in));
  return false;
}

void say_more(const Context& context, json::Value parameter, SchemaParts& parts) {
  if (const std::string_view told = parameter.text_of("description"); !told.empty())
    parts.set_keyword("description", json::quote(told));
  const auto deprecated = parameter.find("deprecated");
  if (deprecated && deprecated->boolean() == true) parts.add_keyword("deprecated", "true");
  const std::vector<std::string> examples = example_values(context, parameter);
  if (examples.empty()) return;
  parts.set_keyword("examples", fmt::format("[{}]", fmt::join(examples, ",")));
}

// "csv" and its kin of Swagger 2.0 as the styles of OpenAPI 3.
void read_style(const Context& context, json::Value parameter, ArgumentPlace& place) {
  if (!context.is_swagger()) {
    place.style = parameter.text_of("style");
    if (const auto explode = parameter.find("explode")) place.explode = explode->boolean();
    return;
  }
  if (parameter.text_of("type") != "array") return;
  const std::string_view format = parameter.text_of("collectionFormat", "csv");
  place.style = format == "ssv"     ? "spaceDelimited"
                : format == "tsv"   ? "tabDelimited"
                : format == "pipes" ? "pipeDelimited"
                                    : (place.in == "query" ? "form" : "simple");
  place.explode = format == "multi";
}

Argument read_one(Context& context, const Given& given) {
  Argument out;
  out.name = given.name;
  out.place.in = given.in;
  out.place.name = given.name;
  read_style(context, given.value, out.place);
  const auto required = given.value.find("required");
  out.is_required = given.in == "path" || (required && required->boolean() == true);
  SchemaParts parts;
  if (context.is_swagger()) {
    parts = context.requests.parts(given.value);  // the parameter is its own schema
  } else if (const auto schema = given.value.find("schema")) {
    parts = context.requests.parts(*schema);
  } else if (const auto content = given.value.find("content"); content && content->size() > 0) {
    const std::size_t best = best_media_type(*content);
    out.place.media_type = content->key(best);
    if (const auto inner = content->at(best).find("schema")) parts = context.requests.parts(*inner);
  } else {
    parts.types = {"string"};
  }
  say_more(context, given.value, parts);
  out.schema = parts.to_schema();
  return out;
}

// Of "/pets/{id}/toys/{toy}" those without a parameter: they are texts then.
void add_undescribed(Context& context, const Operation& operation, std::vector<Argument>& out) {
  const std::string_view path = operation.path;
  for (std::size_t at = path.find('{'); at != std::string_view::npos; at = path.find('{', at + 1)) {
    const std::size_t close = path.find('}', at);
    if (close == std::string_view::npos) return;
    const std::string_view name = path.substr(at + 1, close - at - 1);
    const auto is_it = [&](const Argument& argument) {
      return argument.place.in == "path" && argument.name == name;
    };
    if (name.empty() || std::any_of(out.begin(), out.end(), is_it)) continue;
    context.problem(ToolEffect::kChanged, operation.value,
                    fmt::format("`{{{}}}` of the path has no parameter; it is a text", name));
    Argument& argument = out.emplace_back();
    argument.name = name;
    argument.place.in = "path";
    argument.place.name = name;
    argument.schema.text = "{\"type\":\"string\"}";
    argument.is_required = true;
  }
}

// A path parameter that the path does not hold cannot be sent.
bool is_in_path(Context& context, const Operation& operation, const Given& given) {
  if (given.in != "path" || text::contains(operation.path, "{" + given.name + "}")) return true;
  context.problem(ToolEffect::kChanged, given.where,
                  fmt::format("the path has no `{{{}}}`; the parameter is left away", given.name));
  return false;
}

}  // namespace

bool read_parameters(Context& context, const Operation& operation, std::vector<Argument>& out) {
  std::vector<Given> all;
  if (!collect(context, operation, all)) return false;
  for (const Given& given : all)
    if (is_argument(context, given) && is_in_path(context, operation, given))
      out.push_back(read_one(context, given));
  add_undescribed(context, operation, out);
  return true;
}

std::vector<std::string> example_values(const Context& context, json::Value object) {
  std::vector<std::string> out;
  if (const auto one = object.find("example")) out.emplace_back(one->raw());
  const auto several = object.find("examples");
  for (std::size_t i = 0; several && several->is_object() && i < several->size(); ++i) {
    const auto example = context.document.resolve(several->at(i));
    const auto value = example ? example->find("value") : std::nullopt;
    if (value && out.size() < kMaxExamples) out.emplace_back(value->raw());
  }
  return out;
}

}  // namespace generator::openapi
