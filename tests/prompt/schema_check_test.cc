#include "prompt/schema_check.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "base/files.h"
#include "prompt/library.h"

namespace generator::prompt {
namespace {

std::vector<std::string> faults(const std::string& schema, const std::string& value,
                                std::size_t most = 8) {
  const auto parsed = json::Document::parse(schema), given = json::Document::parse(value);
  std::vector<std::string> out;
  if (!parsed || !given) return {"no JSON"};
  for (const SchemaFault& fault : schema_faults(parsed->root(), given->root(), most))
    out.push_back((fault.is_bound ? "bound " : "") + fault.pointer + ": " + fault.wanted);
  return out;
}
using Faults = std::vector<std::string>;

// The words of a schema that the check does not know: with what they say no reply is held.
void unchecked_words(json::Value schema, std::vector<std::string>& out) {
  static const std::set<std::string_view> kChecked = {
      "type",         "enum",     "const",            "properties",       "required",
      "items",        "$ref",     "prefixItems",      "anyOf",            "oneOf",
      "allOf",        "minimum",  "maximum",          "exclusiveMinimum", "exclusiveMaximum",
      "multipleOf",   "minItems", "maxItems",         "minLength",        "maxLength",
      "uniqueItems",  "$defs",    "description",      "title",            "additionalProperties"};
  if (schema.is_array())
    for (std::size_t i = 0; i < schema.size(); ++i) unchecked_words(schema.at(i), out);
  if (!schema.is_object()) return;
  for (std::size_t i = 0; i < schema.size(); ++i) {
    const std::string_view word = schema.key(i);
    if (!kChecked.contains(word)) out.emplace_back(word);
    if (word == "properties" || word == "$defs")
      for (std::size_t p = 0; p < schema.at(i).size(); ++p)
        unchecked_words(schema.at(i).at(p), out);
    else if (word != "enum" && word != "const")
      unchecked_words(schema.at(i), out);
  }
}

TEST(SchemaFaults, OurOwnSchemasSayNothingThatIsNotChecked) {
  const auto prompts = Library::load("");
  ASSERT_TRUE(prompts);
  int schemas = 0;
  for (const Library::Entry& entry : prompts->list()) {
    const std::string text = entry.prompt->schema();
    if (text.empty()) continue;
    ++schemas;
    const auto schema = json::Document::parse(text);
    ASSERT_TRUE(schema) << entry.task;
    std::vector<std::string> words;
    unchecked_words(schema->root(), words);
    EXPECT_EQ(words, std::vector<std::string>()) << entry.task;
  }
  EXPECT_GE(schemas, 5);
  std::vector<std::string> words;
  const auto other = json::Document::parse(
      R"({"properties":{"pattern":{"items":{"pattern":"^a"}},"b":{"format":"date"}}})");
  unchecked_words(other->root(), words);
  EXPECT_EQ(words, (std::vector<std::string>{"pattern", "format"}));
}

struct Case {
  const char* schema;
  const char* good;
  const char* bad;
  const char* says;
};

constexpr Case kCases[] = {
    {R"({"type":"string"})", R"("x")", "1", ": text is wanted, not a whole number"},
    {R"({"type":"integer"})", "3.0", "3.5", ": a whole number is wanted, not a number"},
    {R"({"type":"number"})", "3.5", "\"3\"", ": a number is wanted, not text"},
    {R"({"type":"boolean"})", "true", "null", ": true or false is wanted, not null"},
    {R"({"type":"null"})", "null", "[]", ": null is wanted, not a list"},
    {R"({"type":["string","null"]})", "null", "{}", ": text or null is wanted, not an object"},
    {R"({"enum":["a",1]})", "1", "\"b\"", R"(: one of "a", 1 is wanted, not "b")"},
    {R"({"const":"a"})", "\"a\"", "\"b\"", R"(: "a" is wanted, not "b")"},
    {R"({"required":["a/b"]})", R"({"a/b":1})", "{}", "/a~1b: it is missing"},
    {R"({"properties":{"a":{"type":"string"}}})", R"({"a":"","more":1})", R"({"a":2})",
     "/a: text is wanted, not a whole number"},
    {R"({"items":{"type":"integer"}})", "[1,2]", "[1,\"2\"]",
     "/1: a whole number is wanted, not text"},
    {R"({"prefixItems":[{"type":"string"}],"items":{"type":"integer"}})", R"(["a",1])",
     R"(["a","b"])", "/1: a whole number is wanted, not text"},
    {R"({"minimum":1})", "1", "0", "bound : at least 1 is wanted, not 0"},
    {R"({"maximum":10})", "10", "11", "bound : at most 10 is wanted, not 11"},
    {R"({"exclusiveMinimum":0})", "0.1", "0", "bound : more than 0 is wanted, not 0"},
    {R"({"exclusiveMaximum":1})", "0.9", "1", "bound : less than 1 is wanted, not 1"},
    {R"({"multipleOf":0.1})", "0.3", "0.35", "bound : a multiple of 0.1 is wanted, not 0.35"},
    {R"({"minLength":2})", "\"äö\"", "\"ä\"", "bound : at least 2 characters are wanted, not 1"},
    {R"({"maxLength":2})", "\"äö\"", "\"abc\"", "bound : at most 2 characters are wanted, not 3"},
    {R"({"minItems":1})", "[0]", "[]", "bound : at least 1 element is wanted, not 0"},
    {R"({"maxItems":1})", "[0]", "[0,0]", "bound : at most 1 element is wanted, not 2"},
    {R"({"uniqueItems":true})", "[1,2]", "[1,1]", "bound /1: it stands in the list already"},
    {R"({"allOf":[{"type":"integer"},{"maximum":3}]})", "3", "4",
     "bound : at most 3 is wanted, not 4"},
    {R"({"anyOf":[{"type":"string"},{"type":"integer","maximum":3}]})", "\"x\"", "4",
     "bound : at most 3 is wanted, not 4"},
    {R"({"oneOf":[{"type":"string"},{"type":"null"}]})", "null", "4",
     ": text is wanted, not a whole number"},
    {R"({"$defs":{"n":{"type":"integer"}},"items":{"$ref":"#/$defs/n"}})", "[1]", "[null]",
     "/0: a whole number is wanted, not null"},
};

TEST(SchemaFaults, AreFoundByEveryKeywordWithPlaceAndWhatIsWanted) {
  for (const Case& each : kCases) {
    EXPECT_EQ(faults(each.schema, each.good), Faults{}) << each.schema;
    EXPECT_EQ(faults(each.schema, each.bad), Faults{each.says}) << each.schema;
  }
}

TEST(SchemaFaults, AreAtMostAsManyAsAskedForAndEndInSchemasThatHoldThemselves) {
  EXPECT_EQ(faults(R"({"items":{"type":"integer"}})", R"(["a","b","c"])", 2).size(), 2u);
  const char* tree = R"({"type":"object","properties":{"next":{"$ref":"#"}},"required":["n"]})";
  EXPECT_EQ(faults(tree, R"({"n":1,"next":{"n":2,"next":{}}})"),
            Faults{"/next/next/n: it is missing"});
  EXPECT_EQ(faults(R"({"$ref":"#"})", "1"), Faults{});
  EXPECT_EQ(faults(R"({"$ref":"http://elsewhere/schema"})", "1"), Faults{});
}

TEST(ReplyCheck, TellsBoundsApartAndRepairsFirst) {
  ReplyCheck check;
  const std::string schema =
      R"({"type":"object","properties":{"mark":{"type":"integer","maximum":10},"why":{"type":"string"}},"required":["mark","why"]})";
  EXPECT_EQ(check(schema, R"({"mark": 3, "why": "x"})", false), "");
  EXPECT_EQ(check(schema, "```json\n{'mark': 3, 'why': 'x',}\n```", false), "");
  EXPECT_EQ(check(schema, R"({"mark": "3", "why": "x"})", true), "");
  EXPECT_EQ(check(schema, R"({"mark": "3", "why": "x"})", false),
            "/mark: a whole number is wanted, not text");
  EXPECT_EQ(check(schema, R"({"mark": 12})", true), "/mark: at most 10 is wanted, not 12");
  EXPECT_EQ(check(schema, R"({"mark": 12})", false),
            "/why: it is missing; /mark: at most 10 is wanted, not 12");
  EXPECT_EQ(check(schema, "no JSON at all", false), "");
  EXPECT_EQ(check(schema, R"({"why": "it was cut he)", false), "");
}

TEST(ReplyCheck, PassesWhatTheProgramsOwnPromptsAskFor) {
  const Library library = *Library::load("");
  const std::pair<const char*, const char*> good[] = {
      {"generate", R"({"pairs":[{"question":"What?","kind":"concept","units":[1,2]}]})"},
      {"enrich", R"({"answer":"A."})"},
      {"judge",
       R"({"reasons":"R.","clarity":1,"accuracy":10,"usefulness":5,"difficulty":5,"reasoning_quality":3,"on_topic":true})"}};
  for (const auto& [task, reply] : good) {
    ReplyCheck check;
    EXPECT_EQ(check((*library.find(task, Set::kFull))->schema(), reply, false), "") << task;
  }
  ReplyCheck check;
  const std::string schema = (*library.find("judge", Set::kFull))->schema();
  EXPECT_EQ(
      check(
          schema,
          R"({"reasons":"R.","clarity":11,"accuracy":10,"usefulness":5,"difficulty":5,"reasoning_quality":3,"on_topic":true})",
          true),
      "/clarity: at most 10 is wanted, not 11");
}

}  // namespace
}  // namespace generator::prompt
