// A tool that a model may call, and what is known of how to call it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace generator {

/// Where the description of a tool came from.
enum class ToolOrigin : std::uint8_t { kManual, kOpenApi, kMcp };

std::string_view to_text(ToolOrigin origin);  // "manual", "openapi", "mcp"

/// Where an argument goes in a call.
struct ArgumentPlace {
  std::string argument;  // as the model writes it
  std::string in;        // "path", "query", "header", "body" (a field of it) or "whole_body"
  std::string name;      // as the service knows it; "" for the whole body
  std::string style;     // of a parameter: "form", "deepObject", ...; "" for the default of `in`
  std::optional<bool> explode;  // nothing: the default of `style`
  std::string media_type;       // of a parameter that is written as this; "" for others
};

/// The body of an HTTP request.
struct RequestBody {
  std::string media_type;                // the one that the arguments describe; "": no body
  bool is_required = false;
  std::vector<std::string> other_types;  // that the operation takes too
};

/// One way in: what a call must carry. Never an argument of the tool.
struct Credential {
  std::string scheme = {};  // its name in the description
  std::string type = {};    // "apiKey", "http", "oauth2", "openIdConnect", "mutualTLS"
  std::string in = {};      // of an apiKey: "header", "query", "cookie"; of http: "bearer", ...
  std::string name = {};    // of an apiKey
  std::vector<std::string> scopes = {};  // that it must have
};

/// How a tool is called.
struct ToolSource {
  ToolOrigin kind = ToolOrigin::kManual;
  std::string name;    // as the description has it; the tool's own name may be another
  std::string method;  // "GET"; OpenAPI only, as the next
  std::string path;    // "/pets/{id}"
  std::string server;  // "https://api.example.com/v1"; begins with "/" where the host is not told
  std::vector<ArgumentPlace> places;
  RequestBody body;
  /// Alternatives; in each all credentials together. An empty alternative: no credential is needed.
  std::vector<std::vector<Credential>> security;
};

/// What a call does to the world; nothing where nobody says.
struct ToolAnnotations {
  std::optional<bool> read_only;
  std::optional<bool> destructive;
  std::optional<bool> idempotent;
  std::optional<bool> open_world;
};

/// A call that somebody wrote down.
struct ToolExample {
  std::string instruction = {};  // what was wanted; "" where it is not told
  std::string input = {};        // JSON object of arguments; "" where it is not told
  std::string output = {};       // JSON; "" where it is not told
};

struct Tool {
  std::string name;         // valid for every provider: see data/tool_name.h
  std::string description;
  std::string parameters;   // input schema: JSON Schema (2020-12) of an object, as text
  std::string output_schema = {};     // JSON Schema of the result; "" where nothing is known
  bool output_is_inferred = false;    // from examples, not told by the description
  ToolSource source = {};
  ToolAnnotations annotations = {};
  bool is_deprecated = false;
  std::vector<std::string> tags = {};
  std::vector<ToolExample> examples = {};
};

/// The canonical form of docs/formats.md, "Tool files"; fields that say nothing are left away.
void write_tool(json::Writer& out, const Tool& tool);
/// Reads what write_tool wrote. Errors: kInvalidInput, naming the field.
Result<Tool> read_tool(json::Value value);

}  // namespace generator
