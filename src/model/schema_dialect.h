// JSON Schema, narrowed to what a provider accepts. What is taken away is checked by us on the
// reply.
#pragma once

#include <string>
#include <string_view>

namespace generator {

enum class SchemaDialect {
  kOpenAiStrict,  // every object closed, every property required (optional ones may be null); no
                  // allOf, oneOf, default
  kAnthropic,     // objects closed; numeric and length bounds and patterns become words of the
                  // description
  kServer,        // servers of one's own: as it is, but llama.cpp ends itself over a maxLength
                  // above 1,000
  kGemini,        // responseJsonSchema: no pattern, no lengths, no const
};

/// `schema` is valid JSON. Returns JSON with the same key order.
std::string narrow_schema(std::string_view schema, SchemaDialect dialect);

}  // namespace generator
