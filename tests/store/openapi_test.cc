#include "store/openapi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

#include "base/text.h"
#include "store/tool_file.h"

namespace generator {
namespace {

using testing::ElementsAre;
using testing::Contains;
using testing::HasSubstr;

ToolListing read(std::string_view spec, const ToolFilter& filter = {}) {
  auto out = read_tools(spec, "spec.yaml", filter);
  EXPECT_TRUE(out) << out.error().message;
  return out ? std::move(*out) : ToolListing();
}

// One operation of a 3.0 description, `body` being its fields at six blanks.
ToolListing read_operation(std::string_view body, std::string_view rest = "", std::string_view version = "3.0.3") {
  return read("openapi: " + std::string(version) + "\npaths:\n  /things/{id}:\n    post:\n" + std::string(body) +
              std::string(rest));
}

std::vector<std::string> names(const ToolListing& listing) {
  std::vector<std::string> out;
  for (const Tool& tool : listing.tools) out.push_back(tool.name);
  return out;
}

std::vector<std::string> problems(const ToolListing& listing) {
  std::vector<std::string> out;
  for (const ToolProblem& problem : listing.problems) out.push_back(to_line(listing, problem));
  return out;
}

std::string places(const Tool& tool) {
  std::string out;
  for (const ArgumentPlace& place : tool.source.places)
    out += (out.empty() ? "" : " ") + place.argument + "=" + place.in + ":" + place.name;
  return out;
}

TEST(OpenApi, ParametersOfThePathCountAndThoseOfTheOperationWin) {
  const auto listing = read(R"(
openapi: 3.0.0
paths:
  /a/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
      - {name: page, in: query, schema: {type: string}}
    get:
      operationId: getA
      parameters:
        - {name: page, in: query, required: true, schema: {type: integer}}
)");
  ASSERT_EQ(listing.tools.size(), 1u);
  EXPECT_EQ(listing.tools[0].parameters,
            R"({"type":"object","properties":{"id":{"type":"string"},"page":{"type":"integer"}},"required":["id","page"]})");
  EXPECT_EQ(places(listing.tools[0]), "id=path:id page=query:page");
}

TEST(OpenApi, ASummaryThatOnlyRepeatsTheNameIsLeftAway) {
  const auto described = [](const char* id, const char* summary, const char* description) {
    return read_operation(std::string("      operationId: ") + id + "\n      summary: " + summary + "\n      description: " + description + "\n")
        .tools.at(0).description;
  };
  EXPECT_EQ(described("list_books_books_get", "List Books", "List the books of the shop."), "List the books of the shop.");
  EXPECT_EQ(described("listBooks", "List Books", "Returns all books."), "List Books. Returns all books.");
  EXPECT_EQ(described("listBooks", "List all books", "List the books."), "List all books. List the books.");
  EXPECT_EQ(described("listBooks", "List Books", "''"), "List Books");
}

TEST(OpenApi, OneNameInPathQueryAndBodyIsToldApartByPlace) {
  const auto listing = read_operation(R"(
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: id, in: query, schema: {type: string}}
      requestBody:
        required: true
        content: {application/json: {schema: {type: object, required: [id], properties: {id: {type: integer}, id_path: {type: string}}}}}
)");
  ASSERT_EQ(listing.tools.size(), 1u);
  const Tool& tool = listing.tools[0];
  ASSERT_EQ(tool.source.places.size(), 4u);
  EXPECT_EQ(tool.source.places[1].argument, "id_query");
  EXPECT_EQ(tool.source.places[2].argument, "id_body");
  EXPECT_EQ(tool.source.places[3].argument, "id_path") << "as described: it comes first";
  EXPECT_THAT(tool.source.places[0].argument, testing::StartsWith("id_path_"));
}

TEST(OpenApi, NamesAreValidUniqueAndDoNotDependOnTheFilter) {
  const std::string spec = R"(
openapi: 3.0.0
paths:
  /a: {get: {operationId: find it, tags: [x]}, post: {tags: [y]}}
  /b/{c}: {get: {operationId: find_it, tags: [y]}, delete: {operationId: 'äöü'}}
)";
  const auto all = names(read(spec));
  EXPECT_EQ(all[0], "find_it");
  EXPECT_EQ(all[1], "post_a");
  EXPECT_THAT(all[2], testing::MatchesRegex("find_it_[0-9a-f]{6}"));
  EXPECT_THAT(all[3], testing::MatchesRegex("tool_[0-9a-f]{6}"));
  EXPECT_THAT(names(read(spec, {.tags = {"Y"}, .paths = {}, .methods = {}, .limit = {}})), ElementsAre(all[1], all[2]));
  EXPECT_THAT(names(read(spec, {.tags = {}, .paths = {"/b*"}, .methods = {"GET"}, .limit = {}})), ElementsAre(all[2]));
  EXPECT_THAT(names(read(spec, {.tags = {}, .paths = {}, .methods = {}, .limit = 1})), ElementsAre(all[0]));
}

TEST(OpenApi, CredentialsAreNeverArguments) {
  const auto listing = read(R"(
openapi: 3.0.0
security: [{key: []}]
paths:
  /a:
    get:
      security: [{key: []}, {login: [read]}, {}]
      parameters:
        - {name: X-Key, in: header, schema: {type: string}}
        - {name: Authorization, in: header, schema: {type: string}}
        - {name: session, in: cookie, schema: {type: string}}
        - {name: Accept, in: header, schema: {type: string}}
        - {name: X-Trace, in: header, schema: {type: string}}
    post: {security: []}
    put: {}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: x-key}
    login: {type: oauth2, flows: {}}
)");
  ASSERT_EQ(listing.tools.size(), 3u);
  EXPECT_EQ(places(listing.tools[0]), "X-Trace=header:X-Trace");
  ASSERT_EQ(listing.tools[0].source.security.size(), 3u);
  EXPECT_EQ(listing.tools[0].source.security[0][0].name, "x-key");
  EXPECT_THAT(listing.tools[0].source.security[1][0].scopes, ElementsAre("read"));
  EXPECT_TRUE(listing.tools[0].source.security[2].empty());
  EXPECT_TRUE(listing.tools[1].source.security.empty());
  EXPECT_EQ(listing.tools[2].source.security.size(), 1u);
}

TEST(OpenApi, ServersOfOperationBeforePathBeforeRoot) {
  const auto listing = read(R"(
openapi: 3.0.0
servers: [{url: 'https://{region}.x.org/v1/', variables: {region: {default: eu, enum: [eu, us]}}}]
paths:
  /a: {get: {}, put: {servers: [{url: 'https://own'}]}}
  /b: {servers: [{url: /rel}], get: {}}
)");
  EXPECT_EQ(listing.tools[0].source.server, "https://eu.x.org/v1");
  EXPECT_EQ(listing.tools[1].source.server, "https://own");
  EXPECT_EQ(listing.tools[2].source.server, "/rel");
}

TEST(OpenApi, ServersOfSwagger) {
  const auto listing = read("swagger: 2.0\nhost: x.org\nbasePath: /v1\nschemes: [http, https]\npaths: {/a: {get: {schemes: [http]}, put: {}}}\n");
  EXPECT_EQ(listing.format, "Swagger 2.0");
  EXPECT_EQ(listing.tools[0].source.server, "http://x.org/v1");
  EXPECT_EQ(listing.tools[1].source.server, "https://x.org/v1");
}

TEST(OpenApi, BodiesOfAllKinds) {
  struct Case {
    const char* content;
    const char* places;
    const char* media_type;
  };
  const Case cases[] = {
      {"{application/xml: {}, application/json: {schema: {type: object, properties: {a: {type: string}}}}}", "a=body:a", "application/json"},
      {"{application/vnd.x+json: {schema: {type: array, items: {type: string}}}}", "body=whole_body:", "application/vnd.x+json"},
      {"{application/json: {schema: {type: object, properties: {a: {}}, additionalProperties: {type: string}}}}", "body=whole_body:", "application/json"},
      {"{application/json: {schema: {oneOf: [{type: object}, {type: string}]}}}", "body=whole_body:", "application/json"},
      {"{application/x-www-form-urlencoded: {schema: {properties: {a: {}, b: {}}}}}", "a=body:a b=body:b", "application/x-www-form-urlencoded"},
      {"{multipart/form-data: {schema: {type: object, properties: {file: {type: string, format: binary}}}}}", "file=body:file", "multipart/form-data"},
      {"{text/plain: {}}", "body=whole_body:", "text/plain"},
      {"{application/octet-stream: {}}", "body=whole_body:", "application/octet-stream"},
  };
  for (const Case& one : cases) {
    const auto listing = read_operation("      requestBody: {required: true, content: " + std::string(one.content) + "}\n");
    ASSERT_EQ(listing.tools.size(), 1u) << one.content;
    const Tool& tool = listing.tools[0];
    EXPECT_EQ(places(tool), "id=path:id " + std::string(one.places)) << one.content;
    EXPECT_EQ(tool.source.body.media_type, one.media_type);
  }
}

TEST(OpenApi, SwaggerFormsAndBodies) {
  const auto listing = read(R"(
swagger: "2.0"
paths:
  /a:
    post:
      consumes: [multipart/form-data]
      parameters:
        - {name: file, in: formData, type: file, required: true}
        - {name: n, in: formData, type: integer, minimum: 1, exclusiveMinimum: true}
        - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: multi}
    put:
      parameters:
        - {name: thing, in: body, required: true, schema: {$ref: '#/definitions/T'}}
definitions:
  T: {type: object, required: [a], properties: {a: {type: string}, b: {type: string, readOnly: true}}}
)");
  EXPECT_EQ(places(listing.tools[0]), "tags=query:tags file=body:file n=body:n");
  EXPECT_EQ(listing.tools[0].source.body.media_type, "multipart/form-data");
  EXPECT_EQ(listing.tools[0].source.places[0].explode, true);
  EXPECT_THAT(listing.tools[0].parameters, HasSubstr(R"("file":{"type":"string","format":"binary"})"));
  EXPECT_THAT(listing.tools[0].parameters, HasSubstr(R"("n":{"type":"integer","exclusiveMinimum":1})"));
  EXPECT_EQ(listing.tools[1].parameters, R"({"type":"object","properties":{"a":{"type":"string"}},"required":["a"]})");
}

TEST(OpenApi, ReadOnlyIsNotSentAndWriteOnlyDoesNotComeBack) {
  const auto listing = read_operation(R"(
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/U'}}}}
      responses: {'201': {content: {application/json: {schema: {$ref: '#/components/schemas/U'}}}}}
)", R"(
components:
  schemas:
    Id: {type: integer, readOnly: true}
    U: {type: object, required: [id, name, secret], properties: {id: {$ref: '#/components/schemas/Id'}, name: {type: string}, secret: {type: string, writeOnly: true}}}
)");
  EXPECT_EQ(places(listing.tools[0]), "id=path:id name=body:name secret=body:secret");
  EXPECT_EQ(listing.tools[0].output_schema,
            R"({"type":"object","properties":{"id":{"type":"integer"},"name":{"type":"string"}},"required":["id","name"]})");
}

TEST(OpenApi, CyclesStayAsDefinitions) {
  const auto listing = read_operation(R"(
      responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/Node'}}}}}
)", R"(
components:
  schemas:
    Node: {type: object, properties: {name: {$ref: '#/components/schemas/Name'}, next: {$ref: '#/components/schemas/Node'}}}
    Name: {type: string}
)");
  EXPECT_EQ(listing.tools[0].output_schema,
            R"({"$ref":"#/$defs/Node","$defs":{"Node":{"type":"object","properties":{"name":{"type":"string"},"next":{"$ref":"#/$defs/Node"}}}}})");
}

TEST(OpenApi, AReplyOfAnErrorIsNoResultWhereASuccessIsDescribed) {
  const auto listing = read_operation(R"(
      responses: {'204': {description: gone}, default: {content: {application/json: {schema: {type: string}}}}}
)");
  EXPECT_EQ(listing.tools[0].output_schema, "");
}

TEST(OpenApi, AProblemCostsItsOperationAndIsPlaced) {
  const auto listing = read(R"(openapi: 3.0.0
paths:
  /a:
    get:
      parameters:
        - $ref: '#/components/parameters/gone'
    put: {}
  /b: {$ref: 'other.yaml#/b'}
  /c:
    post: [1]
)");
  EXPECT_THAT(names(listing), ElementsAre("put_a"));
  EXPECT_EQ(listing.dropped(), 3);
  EXPECT_THAT(problems(listing),
              ElementsAre("spec.yaml:6: dropped: GET /a: `#/components/parameters/gone` names nothing in this file: "
                          "there is no `components`; the operation is left out (#/paths/~1a/get/parameters/0)",
                          HasSubstr("spec.yaml:8: dropped: `other.yaml#/b` is in another file"),
                          "spec.yaml:10: dropped: POST /c: an operation must be an object; it is left out "
                          "(#/paths/~1c/post)"));
}

TEST(OpenApi, OtherVersionsAreRefusedByName) {
  const auto result = read_tools("openapi: 4.0.0\npaths: {}\n", "x.yaml");
  ASSERT_FALSE(result);
  EXPECT_THAT(result.error().message, HasSubstr("x.yaml: version `4.0.0`"));
}

TEST(OpenApi, HostileReferencesTakeLinearTime) {
  std::string doubling = "openapi: 3.0.0\npaths: {/a: {get: {responses: {'200': {content: {application/json: {schema: {$ref: '#/components/schemas/s0'}}}}}}}}\ncomponents:\n  schemas:\n";
  for (int i = 0; i < 5000; ++i)
    doubling += "    s" + std::to_string(i) + ": {allOf: [{$ref: '#/components/schemas/s" + std::to_string(i + 1) +
                "'}], properties: {a: {$ref: '#/components/schemas/s" + std::to_string(i + 1) +
                "'}, b: {$ref: '#/components/schemas/s" + std::to_string(i + 1) + "'}}}\n";
  doubling += "    s5000: {type: string}\n";
  const auto begin = std::chrono::steady_clock::now();
  const auto listing = read(doubling);
  EXPECT_EQ(listing.tools.size(), 1u);
  EXPECT_LT(listing.tools[0].output_schema.size(), 200'000u);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST(OpenApi, ReferencesInACircleAreAnError) {
  const auto listing = read_operation("      requestBody: {$ref: '#/components/requestBodies/a'}\n",
                                      "components: {requestBodies: {a: {$ref: '#/components/requestBodies/a'}}}\n");
  EXPECT_TRUE(listing.tools.empty());
  EXPECT_THAT(problems(listing), Contains(HasSubstr("without end")));
}

}  // namespace
}  // namespace generator
