#include "store/schema_writer.h"

#include <gtest/gtest.h>

namespace generator {
namespace {

struct Case {
  SchemaDialect dialect;
  const char* schema;
  const char* written;
};

constexpr auto k2 = SchemaDialect::kSwagger2;
constexpr auto k30 = SchemaDialect::kOpenApi30;
constexpr auto k31 = SchemaDialect::kOpenApi31;

const Case kCases[] = {
    {k30, R"({"type":"string","nullable":true})", R"({"type":["string","null"]})"},
    {k30, R"({"type":"string","nullable":true,"enum":["a"]})", R"({"type":["string","null"],"enum":["a",null]})"},
    {k31, R"({"type":["string","null"]})", R"({"type":["string","null"]})"},
    {k30, R"({"allOf":[{"$ref":"#/d/Str"}],"nullable":true})", R"({"type":["string","null"]})"},
    {k30, R"({"anyOf":[{"type":"string"}],"nullable":true})",
     R"({"anyOf":[{"anyOf":[{"type":"string"}]},{"type":"null"}]})"},
    {k30, R"({"type":"integer","minimum":1,"exclusiveMinimum":true,"maximum":9,"exclusiveMaximum":false})",
     R"({"type":"integer","exclusiveMinimum":1,"maximum":9})"},
    {k31, R"({"exclusiveMinimum":1})", R"({"exclusiveMinimum":1})"},
    {k30, R"({"type":"string","example":"x","x-mine":1,"xml":{}})", R"({"type":"string","examples":["x"]})"},
    {k31, R"({"examples":[1,2]})", R"({"examples":[1,2]})"},
    {k2, R"({"type":"file"})", R"({"type":"string","format":"binary"})"},
    {k30, R"({"$ref":"#/d/Str","description":"is not read"})", R"({"type":"string"})"},
    {k31, R"({"$ref":"#/d/Str","description":"is read"})", R"({"type":"string","description":"is read"})"},
    {k30, R"({"allOf":[{"properties":{"a":{"type":"string"}},"required":["a"]},{"properties":{"b":{}}}],"description":"d"})",
     R"({"description":"d","properties":{"a":{"type":"string"},"b":{}},"required":["a"]})"},
    {k30, R"({"allOf":[{"type":"string"},{"type":"integer"}]})", R"({"type":"string","allOf":[{"type":"integer"}]})"},
    {k30, R"({"oneOf":[{"$ref":"#/d/Str"},{"type":"null"}]})", R"({"oneOf":[{"type":"string"},{"type":"null"}]})"},
    {k31, R"({"items":true,"not":false})", R"({"items":true,"not":false})"},
    {k30, R"({"items":[{"type":"string"}]})", R"({"prefixItems":[{"type":"string"}]})"},
    {k30, R"({"type":"object","additionalProperties":{"$ref":"#/d/Str"}})",
     R"({"type":"object","additionalProperties":{"type":"string"}})"},
    {k30, R"({"$ref":"#/d/Loop"})", R"({"$ref":"#/$defs/Loop"})"},
    {k30, R"({"$ref":"#/d/Self"})", R"({})"},
    {k30, R"({"$ref":"#/d/gone"})", R"({})"},
};

TEST(SchemaWriter, WritesEachDialectAsJsonSchema) {
  for (const Case& one : kCases) {
    const std::string file = std::string(R"({"d":{"Str":{"type":"string"},"Loop":{"items":{"$ref":"#/d/Loop"}},)") +
                             R"("Self":{"allOf":[{"$ref":"#/d/Self"}]}},"schema":)" + one.schema + "}";
    const auto document = SpecDocument::parse(file, "x.json");
    ASSERT_TRUE(document) << document.error().message;
    SchemaWriter writer(*document, one.dialect, SchemaUse::kRequest, [](json::Value, const std::string&) {});
    EXPECT_EQ(writer.write(*document->root().find("schema")).text, one.written) << one.schema;
  }
}

TEST(SchemaWriter, SaysWhichOfSeveralByItsDiscriminator) {
  const auto document = SpecDocument::parse(
      R"({"d":{"Cat":{"type":"object"}},"s":{"oneOf":[{"$ref":"#/d/Cat"}],"discriminator":{"propertyName":"kind","mapping":{"cat":"#/d/Cat"}}}})",
      "x.json");
  SchemaWriter writer(*document, k30, SchemaUse::kRequest, [](json::Value, const std::string&) {});
  EXPECT_EQ(writer.write(*document->root().find("s")).text,
            R"({"oneOf":[{"allOf":[{"type":"object"}],"properties":{"kind":{"const":"cat"}},"required":["kind"]}]})");
}

}  // namespace
}  // namespace generator
