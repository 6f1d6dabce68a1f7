// Calls of OpenAPI's operations as requests. The spellings of styles are those of the table "Style
// Examples" of OpenAPI 3.1.1.
#include "execute/operation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace generator::execute {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

ArgumentPlace place(std::string in, std::string name, std::string style = "", std::optional<bool> explode = {},
                    std::string media_type = "") {
  return {name, std::move(in), name, std::move(style), explode, std::move(media_type)};
}

RequestBody body_of(std::string media_type, bool is_required = false) {
  RequestBody out;
  out.media_type = std::move(media_type);
  out.is_required = is_required;
  return out;
}

Tool operation(std::string method, std::string path, std::vector<ArgumentPlace> places, RequestBody body = {}) {
  Tool out;
  out.name = "op";
  out.source.kind = ToolOrigin::kOpenApi;
  out.source.method = std::move(method);
  out.source.path = std::move(path);
  out.source.places = std::move(places);
  out.source.body = std::move(body);
  return out;
}

Result<web::Request> request(const Tool& tool, const std::string& arguments) {
  const auto document = json::Document::parse(arguments);
  return to_request(tool, document->root(), "https://api.example/v1/");
}
std::string url(const Tool& tool, const std::string& arguments) {
  const auto out = request(tool, arguments);
  return out ? out->url : out.error().message;
}

struct Style {
  const char* in;
  const char* style;
  bool explode;
  const char* text;
  const char* list;
  const char* object;
};

TEST(Operation, SpellsTheStylesAsOpenApiDoes) {
  for (const Style& s : std::initializer_list<Style>{
           {"path", "matrix", false, ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"},
           {"path", "matrix", true, ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"},
           {"path", "label", false, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"},
           {"path", "label", true, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"},
           {"path", "simple", false, "blue", "blue,black,brown", "R,100,G,200,B,150"},
           {"path", "simple", true, "blue", "blue,black,brown", "R=100,G=200,B=150"},
           {"query", "form", false, "?color=blue", "?color=blue,black,brown", "?color=R,100,G,200,B,150"},
           {"query", "form", true, "?color=blue", "?color=blue&color=black&color=brown", "?R=100&G=200&B=150"},
           {"query", "spaceDelimited", false, "?color=blue", "?color=blue%20black%20brown", "?color=R%20100%20G%20200%20B%20150"},
           {"query", "pipeDelimited", false, "?color=blue", "?color=blue%7Cblack%7Cbrown", "?color=R%7C100%7CG%7C200%7CB%7C150"},
           {"query", "deepObject", true, "?color=blue", "?color=blue&color=black&color=brown",
            "?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"}}) {
    const bool is_path = std::string(s.in) == "path";
    const Tool tool = operation("GET", is_path ? "/{color}" : "/", {place(s.in, "color", s.style, s.explode)});
    const std::string base = "https://api.example/v1/";
    EXPECT_EQ(url(tool, R"({"color":"blue"})"), base + s.text);
    EXPECT_EQ(url(tool, R"({"color":["blue","black","brown"]})"), base + s.list);
    EXPECT_EQ(url(tool, R"({"color":{"R":100,"G":200,"B":150}})"), base + s.object);
  }
}

TEST(Operation, WhatStandsInAnArgumentStaysInItsPlace) {
  const Tool tool = operation("GET", "/pets/{id}/x", {place("path", "id"), place("query", "q"), place("header", "X-Trace")});
  EXPECT_EQ(url(tool, R"({"id":"a/../b?c#d","q":"1&admin=1 é"})"),
            "https://api.example/v1/pets/a%2F..%2Fb%3Fc%23d/x?q=1%26admin%3D1%20%C3%A9");
  EXPECT_THAT(url(tool, R"({"id":".."})"), HasSubstr("another path"));
  EXPECT_THAT(url(tool, R"({"id":"."})"), HasSubstr("another path"));
  EXPECT_THAT(url(tool, R"({"id":""})"), HasSubstr("is empty"));
  EXPECT_THAT(url(tool, "{}"), HasSubstr("`id` is missing"));
  EXPECT_THAT(url(tool, R"({"id":1,"X-Trace":"a\r\nHost: b"})"), HasSubstr("line end"));
  EXPECT_THAT(request(tool, R"({"id":1,"X-Trace":[1,2]})")->headers, Contains("X-Trace: 1,2"));
}

TEST(Operation, HeadersOfTheConnectionAreNoArguments) {
  for (const char* name : {"Host", "content-length", "Transfer-Encoding", "Authorization", "Cookie", "bad name", "a:b"})
    EXPECT_THAT(url(operation("GET", "/", {place("header", name)}), std::string("{\"") + name + "\":\"x\"}"),
                HasSubstr("not an argument's to set")) << name;
}

TEST(Operation, WritesBodiesInTheirTypes) {
  const std::vector<ArgumentPlace> fields = {place("body", "name"), place("body", "tags")};
  const std::string given = R"({"name":"a b","tags":["x","y"]})";
  const auto json = request(operation("POST", "/", fields, body_of("application/json")), given);
  EXPECT_EQ(json->body, given);
  EXPECT_THAT(json->headers, Contains("Content-Type: application/json"));
  const auto form = request(operation("POST", "/", fields, body_of("application/x-www-form-urlencoded")), given);
  EXPECT_EQ(form->body, "name=a%20b&tags=x&tags=y");
  const auto parts = request(operation("POST", "/", fields, body_of("multipart/form-data")), given);
  EXPECT_THAT(parts->body, HasSubstr("Content-Disposition: form-data; name=\"name\"\r\n\r\na b\r\n--part-"));
  ArgumentPlace whole = place("whole_body", "");
  whole.argument = "body";
  EXPECT_EQ(request(operation("PUT", "/", {whole}, body_of("application/vnd.x+json")), R"({"body":[1,2]})")->body, "[1,2]");
  EXPECT_EQ(request(operation("PUT", "/", {whole}, body_of("text/plain; charset=utf-8")), R"({"body":"plain"})")->body, "plain");
  EXPECT_THAT(url(operation("PUT", "/", {whole}, body_of("application/xml")), R"({"body":{"a":1}})"), HasSubstr("application/xml"));
  const auto none = request(operation("POST", "/", fields, body_of("application/json")), "{}");
  EXPECT_EQ(none->body, "");
  EXPECT_EQ(request(operation("POST", "/", fields, body_of("application/json", true)), "{}")->body, "{}");
}

}  // namespace
}  // namespace generator::execute
