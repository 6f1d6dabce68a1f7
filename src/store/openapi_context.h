// What the parts of the OpenAPI reader share while it goes through a description.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "store/schema_writer.h"
#include "store/spec_document.h"
#include "store/tool_listing.h"

namespace generator::openapi {

struct Operation {
  json::Value item;   // the path item, with what all its operations share
  json::Value value;  // the operation object
  std::string method;  // "GET"
  std::string path;
  std::string label() const { return method + " " + path; }
};

class Context {
 public:
  Context(const SpecDocument& source, SchemaDialect spoken, ToolListing& list);
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;

  void problem(ToolEffect effect, json::Value where, std::string message);
  bool is_swagger() const { return dialect == SchemaDialect::kSwagger2; }

  const SpecDocument& document;
  const SchemaDialect dialect;
  ToolListing& listing;
  SchemaWriter requests, replies;
  std::unordered_map<std::string, Credential> schemes;  // all that the description knows, by name
  std::unordered_set<std::string> keys;  // "header x-api-key": where an apiKey stands
  const Operation* operation = nullptr;  // the one that problems belong to
};

/// A JSON media type: application/json, text/json, anything+json; `*/*` too.
bool is_json_type(std::string_view media_type);

/// The field's elements, where it is an array.
std::vector<json::Value> elements(json::Value object, std::string_view name);
std::vector<std::string> texts(json::Value object, std::string_view name);

/// --- openapi_access.cc
/// The address that calls begin with: of the operation, else the path, else the description.
/// Variables have their defaults; "" or "/v1" where no host is told.
std::string server_of(const Context& context, const Operation& operation);
/// Fills `schemes` and `keys`.
void read_schemes(Context& context);
/// Of the operation, else of the description.
std::vector<std::vector<Credential>> security_of(Context& context, const Operation& operation);
/// Whether a parameter carries a credential: those are never arguments.
bool is_credential(const Context& context, std::string_view in, std::string_view name);

/// --- openapi_arguments.cc
/// Fills the input schema, the arguments' places and the body. False where no call could be made
/// of what was understood; the problem has been told.
bool read_arguments(Context& context, const Operation& operation, Tool& tool);

/// --- openapi_parameters.cc
struct Argument {
  std::string name;  // as the service has it; "" for a whole body
  ArgumentPlace place;
  SchemaText schema;
  bool is_required = false;
};
/// False as above.
bool read_parameters(Context& context, const Operation& operation, std::vector<Argument>& out);
/// The example values of a parameter or media type: `example`, `examples`.
std::vector<std::string> example_values(const Context& context, json::Value object);

/// --- openapi_body.cc
/// `example` receives a body that the description shows, as JSON, or stays.
bool read_body(Context& context, const Operation& operation, std::vector<Argument>& out,
               RequestBody& body, std::string& example);
/// Which of the media types of `content` says most: JSON, then forms, then text, then any.
std::size_t best_media_type(json::Value content);

/// --- openapi_replies.cc
void read_reply(Context& context, const Operation& operation, Tool& tool);

/// At most 1,024 characters of plain text: Markdown and HTML marks are taken away.
std::string plain_description(std::string_view summary, std::string_view description);

}  // namespace generator::openapi
