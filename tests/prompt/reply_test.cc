#include "prompt/reply.h"

#include <gtest/gtest.h>

#include <ctime>
#include <string>
#include <vector>

#include "base/text.h"

namespace generator::prompt {
namespace {

// A compact rendering, so that cases can be compared.
void append(json::Value value, std::string& out) {
  if (value.is_object()) {
    out += '{';
    for (std::size_t i = 0; i < value.size(); ++i) {
      out += (i > 0 ? "," : "") + json::quote(value.key(i)) + ":";
      append(value.at(i), out);
    }
    out += '}';
  } else if (value.is_array()) {
    out += '[';
    for (std::size_t i = 0; i < value.size(); ++i) {
      out += i > 0 ? "," : "";
      append(value.at(i), out);
    }
    out += ']';
  } else if (value.is_string()) {
    out += json::quote(value.text());
  } else {
    out += value.raw();
  }
}

std::string compact(const Reply& reply) {
  std::string out;
  append(reply.json.root(), out);
  return out;
}

struct Case {
  const char* name;
  std::string text;
  std::string json;     // compact; "" where no JSON is to be found
  std::string repairs;  // joined by ", "
};

const std::vector<Case>& cases() {
  static const std::vector<Case> list = {
      // Whole, or with something around it.
      {"plain object", R"({"a": 1})", R"({"a":1})", ""},
      {"plain array", R"([1, {"a": "b"}])", R"([1,{"a":"b"}])", ""},
      {"number", "7.5", "7.5", ""},
      {"string", R"("yes")", R"("yes")", ""},
      {"spaces around", "\n\n {\"a\": 1} \n", R"({"a":1})", ""},
      {"byte order mark", "\xEF\xBB\xBF{\"a\":1}", R"({"a":1})", ""},
      {"fence", "```json\n{\"a\": 1}\n```", R"({"a":1})", ""},
      {"fence without a language", "```\n[1, 2]\n```\n", "[1,2]", ""},
      {"fence not closed", "```json\n{\"a\": 1}", R"({"a":1})", ""},
      {"prose before", "Sure! Here it is:\n{\"a\": 1}", R"({"a":1})", ""},
      {"prose after", "{\"a\": 1}\nI hope this helps.", R"({"a":1})", ""},
      {"prose and fence", "Here:\n```json\n{\"a\": [1]}\n```\nDone.", R"({"a":[1]})", ""},
      {"tags around", "<answer>{\"a\": 1}</answer>", R"({"a":1})", ""},
      {"after thinking", "<think>Maybe {\"a\": 0}?</think>\n{\"a\": 1}", R"({"a":1})", ""},
      {"after a tag that was opened elsewhere", "hm {\"a\":0}</think>{\"a\":1}", R"({"a":1})", ""},
      {"inside thinking only", "<think>I would say {\"a\": 0", "", ""},
      {"thinking tag inside a string", R"({"a": "<think>x</think>"})",
       R"({"a":"<think>x</think>"})", ""},
      {"final channel",
       "<|channel|>analysis<|message|>{\"a\":0}<|end|><|start|>assistant<|channel|>final<|message|>"
       "{\"a\":1}<|return|>",
       R"({"a":1})", ""},
      {"analysis channel only", "<|channel|>analysis<|message|>{\"a\":0}", "", ""},
      {"braces in prose", "The set {x, y} and the map {k} give {\"a\": 1}", R"({"a":1})", ""},
      {"brackets in prose", "See [the docs](http://x) and [1]. {\"a\": 12}", R"({"a":12})", ""},
      {"an example, then the answer", "Like {\"a\": 1}. Mine: {\"a\": 1, \"b\": 2}",
       R"({"a":1,"b":2})", ""},
      {"two of one size", "{\"a\": 1} or rather {\"a\": 2}", R"({"a":2})", ""},
      {"fence inside a string", R"({"a": "```c\nint x;\n```"})", R"({"a":"```c\nint x;\n```"})",
       ""},
      {"brackets inside a string", "Here: {\"a\": \"}] {[ \\\" ,\"} ok", R"({"a":"}] {[ \" ,"})",
       ""},
      {"no JSON", "I cannot help with that.", "", ""},
      {"nothing", "  \n", "", ""},
      {"only an opening bracket", "{", "{}", "cut"},
      // Commas.
      {"trailing comma in an object", R"({"a": 1,})", R"({"a":1})", "trailing comma"},
      {"trailing comma in an array", "[1, 2, ]", "[1,2]", "trailing comma"},
      {"doubled comma", R"({"a": 1,, "b": [1,,2]})", R"({"a":1,"b":[1,2]})", "extra comma"},
      {"leading comma", "[, 1]", "[1]", "extra comma"},
      {"missing comma between lines", "{\"a\": \"x\"\n\"b\": \"y\"}", R"({"a":"x","b":"y"})",
       "missing comma"},
      {"missing comma between objects", R"([{"a": 1} {"a": 2}])", R"([{"a":1},{"a":2}])",
       "missing comma"},
      {"missing comma after a number", "{\"a\": 1\n\"b\": 2}", R"({"a":1,"b":2})", "missing comma"},
      {"comma in a string before a bracket", R"({"a": "x, ]", "b": [1,],})",
       R"({"a":"x, ]","b":[1]})", "trailing comma"},
      // Quotes.
      {"single quotes", "{'a': 'b'}", R"({"a":"b"})", "single quotes"},
      {"apostrophe in single quotes", "{'a': 'it's here', 'b': 1}", R"({"a":"it's here","b":1})",
       "single quotes, inner quotes"},
      {"escaped apostrophe", R"({'a': 'it\'s'})", R"({"a":"it's"})", "single quotes, escape"},
      {"double quotes in single ones", "{'a': 'say \"hi\" now'}", R"({"a":"say \"hi\" now"})",
       "single quotes"},
      {"apostrophe in double quotes", R"({"a": "it's", })", R"({"a":"it's"})", "trailing comma"},
      {"smart quotes", "{“a”: “b”}", R"({"a":"b"})", "smart quotes"},
      {"smart quotes inside", R"({"a": "the “b” there",})", R"({"a":"the “b” there"})",
       "trailing comma"},
      {"unescaped quotes inside", R"({"a": "he said "no" and left", "b": 1})",
       R"({"a":"he said \"no\" and left","b":1})", "inner quotes"},
      {"unescaped quotes before a comma", R"({"a": "both "x", and y", "b": 1})",
       R"({"a":"both \"x\", and y","b":1})", "inner quotes"},
      {"unescaped quotes in an array", R"(["the "x" flag", "y"])", R"(["the \"x\" flag","y"])",
       "inner quotes"},
      {"closing quote missing at the end of a line", "{\"a\": \"x, y,\n \"b\": \"z\n}",
       R"({"a":"x, y","b":"z"})", "missing comma, missing quote"},
      {"closing quote missing before brackets", "[{\"a\": \"x\n}, {\n \"a\": \"y\"}]",
       R"([{"a":"x"},{"a":"y"}])", "missing quote"},
      {"code with line ends and braces in a string",
       "{\"a\": \"f() {\n}\n\nuse \\\"f\\\": now\", \"b\": 1}",
       R"({"a":"f() {\n}\n\nuse \"f\": now","b":1})", "control character"},
      {"opening quote missing", R"({"a": How so?", "b": "x"})", R"({"a":"How so?","b":"x"})",
       "missing quote"},
      {"colon missing", R"({"a" "x", "b": 1, "c" [2]})", R"({"a":"x","b":1,"c":[2]})",
       "missing colon"},
      {"unquoted keys", "{a: 1, b_c: \"d\"}", R"({"a":1,"b_c":"d"})", "unquoted key"},
      {"unquoted word", R"({"kind": how-to, "n": 1})", R"({"kind":"how-to","n":1})",
       "unquoted word"},
      {"triple quotes", R"({"a": """x "y" z""", "b": 1})", R"({"a":"x \"y\" z","b":1})", ""},
      {"JSON inside quotes", R"("{\"a\": 1}")", R"({"a":1})", "JSON inside quotes"},
      {"escaped quotes outside of a string", R"({\"a\": \"b\"})", R"({"a":"b"})",
       "JSON inside quotes"},
      // Literals and numbers.
      {"Python literals", "{'a': True, 'b': False, 'c': None}", R"({"a":true,"b":false,"c":null})",
       "single quotes, Python literal"},
      {"NaN", R"({"a": NaN, "b": -Infinity})", R"({"a":null,"b":null})", "Python literal"},
      {"numbers as people write them", "[+1, 01, .5, 2., 1_000]", "[1,1,0.5,2,1000]", "number"},
      {"a share", R"({"score": 8/10})", R"({"score":"8/10"})", "unquoted word"},
      {"a range", R"({"units": [1-3, 5]})", R"({"units":["1-3",5]})", "unquoted word"},
      {"literals inside strings stay", R"({"a": "True, None, 01",})", R"({"a":"True, None, 01"})",
       "trailing comma"},
      // Comments and placeholders.
      {"line comment", "{\"a\": 1, // one\n \"b\": 2}", R"({"a":1,"b":2})", "comment"},
      {"block comment", R"({"a": /* one */ 1})", R"({"a":1})", "comment"},
      {"hash comment", "[1, # one\n 2]", "[1,2]", "comment"},
      {"comment marks inside strings", R"({"a": "http://x # /* */",})",
       R"({"a":"http://x # /* */"})", "trailing comma"},
      {"ellipsis", R"([1, 2, ...])", "[1,2]", "trailing comma, ellipsis"},
      {"missing value", R"({"a": , "b": 1})", R"({"b":1})", "missing value"},
      // Inside strings.
      {"raw newline", "{\"a\": \"x\ny\"}", R"({"a":"x\ny"})", "control character"},
      {"raw tab", "{\"a\": \"x\ty\"}", R"({"a":"x\ty"})", "control character"},
      {"unknown escape", R"({"a": "\d+ \_x"})", R"({"a":"\\d+ \\_x"})", "escape"},
      {"unpaired surrogate", R"({"a": "x\ud800y"})", "{\"a\":\"x\xEF\xBF\xBDy\"}", "escape"},
      {"surrogate pair", "Here: {\"a\": \"\\ud83d\\ude00\"}", R"({"a":"😀"})", ""},
      {"half an escape", R"({"a": "\u12"})", R"({"a":"\\u12"})", "escape"},
      {"invalid UTF-8", "{\"a\": \"x\xFFy\"}", "{\"a\":\"x\xEF\xBF\xBDy\"}", "invalid UTF-8"},
      // Brackets.
      {"array closed by a brace", R"({"a": [1, 2})", R"({"a":[1,2]})", "wrong bracket"},
      {"object closed by a bracket", R"([{"a": 1], 2)", R"([{"a":1}])", "wrong bracket, cut"},
      {"wrong bracket inside", R"({"p": [{"u": [1, 2}, {"u": [3]}]})",
       R"({"p":[{"u":[1,2]},{"u":[3]}]})", "wrong bracket"},
      {"wrong bracket before a key", R"({"p": [1, 2}, "q": 3})", R"({"p":[1,2],"q":3})",
       "wrong bracket"},
      {"missing bracket inside", R"({"p": [{"u": [1, 2}, {"q": 3}]})",
       R"({"p":[{"u":[1,2]},{"q":3}]})", "wrong bracket"},
      {"missing brackets at the end", R"({"p": [{"q": "a", "u": [1]}, {"q": "b", "u": [2])",
       R"({"p":[{"q":"a","u":[1]},{"q":"b","u":[2]}]})", "cut"},
      {"missing fields at the end", R"({"p": [{"q": "a", "u": [1]}, {"q": "b")",
       R"({"p":[{"q":"a","u":[1]}]})", "cut"},
      {"stray bracket", R"({"a": 1]})", R"({"a":1})", "wrong bracket"},
      {"one brace too many", R"({"a": 1}})", R"({"a":1})", ""},
      // Cut replies.
      {"cut after an element", R"({"pairs": [{"q": "a"}, )", R"({"pairs":[{"q":"a"}]})", "cut"},
      {"cut inside an element", R"({"pairs": [{"q": "a", "u": [1]}, {"q": "b", "u": [2)",
       R"({"pairs":[{"q":"a","u":[1]}]})", "cut"},
      {"cut inside a string", R"({"pairs": [{"q": "a"}, {"q": "b)", R"({"pairs":[{"q":"a"}]})",
       "cut"},
      {"cut inside a key", R"({"a": 1, "b)", R"({"a":1})", "cut"},
      {"cut inside a number", R"({"a": [1, 2, 34)", R"({"a":[1,2]})", "cut"},
      {"cut inside a literal", R"({"a": 1, "b": tru)", R"({"a":1})", "cut"},
      {"cut inside an escape", R"(["x", "y\)", R"(["x"])", "cut"},
      {"cut after a key", R"({"a": 1, "b":)", R"({"a":1})", "cut"},
      {"cut inside a fence", "```json\n{\"a\": [\"x\", \"y\n```\nSorry!", R"({"a":["x"]})",
       "control character, cut"},
      {"cut object inside an object", R"({"a": {"b": 1, "c": )", R"({"a":{"b":1}})", "cut"},
      // Several values.
      {"concatenated", R"({"a": 1}{"a": 2})", R"([{"a":1},{"a":2}])", "several values"},
      {"one a line", "{\"a\": 1}\n{\"a\": 2}\n{\"a\": 3}\n", R"([{"a":1},{"a":2},{"a":3}])",
       "several values"},
      {"one a line, the last cut", "{\"a\": 1}\n{\"a\": 2}\n{\"a\": \"x", R"([{"a":1},{"a":2}])",
       "cut, several values"},
      {"commas between", R"({"a": 1}, {"a": 2})", R"([{"a":1},{"a":2}])", "several values"},
  };
  return list;
}

TEST(Reply, ReadsWhatModelsWrite) {
  EXPECT_GE(cases().size(), 60U);
  for (const auto& c : cases()) {
    const auto reply = read_reply(c.text);
    if (c.json.empty()) {
      EXPECT_FALSE(reply) << c.name;
      continue;
    }
    ASSERT_TRUE(reply) << c.name << ": " << reply.error().message;
    EXPECT_EQ(compact(*reply), c.json) << c.name;
    EXPECT_EQ(text::join(reply->repairs, ", "), c.repairs) << c.name;
    EXPECT_EQ(reply->cut, text::contains(c.repairs, "cut")) << c.name;
  }
}

TEST(Reply, RepairsNothingTwice) {
  for (const auto& c : cases()) {
    if (c.json.empty()) continue;
    const auto again = read_reply(c.json);
    ASSERT_TRUE(again) << c.name;
    EXPECT_EQ(compact(*again), c.json) << c.name;
    EXPECT_TRUE(again->repairs.empty()) << c.name;
  }
}

TEST(Reply, EveryPrefixOfAReplyGivesAPrefixOfItsPairs) {
  const std::string text =
      R"({"pairs": [{"question": "What is \"x\", in C?", "units": [1, 22]}, {"question": "Why, then?", "units": [3]}]})";
  const std::vector<std::string> wanted = {
      R"({})", R"({"pairs":[]})",
      R"({"pairs":[{"question":"What is \"x\", in C?","units":[1,22]}]})",
      R"({"pairs":[{"question":"What is \"x\", in C?","units":[1,22]},{"question":"Why, then?","units":[3]}]})"};
  std::size_t reached = 0;
  for (std::size_t n = 1; n <= text.size(); ++n) {
    const auto reply = read_reply(text.substr(0, n));
    ASSERT_TRUE(reply) << n;
    const std::string got = compact(*reply);
    while (reached < wanted.size() && got != wanted[reached]) ++reached;
    ASSERT_LT(reached, wanted.size()) << n << ": " << got;
  }
  EXPECT_EQ(reached, 3U);
}

TEST(Reply, TakesLinearTimeOnHostileText) {
  const std::vector<std::string> seeds = {"{",
                                          "[",
                                          "{\"",
                                          "{\"a\":[",
                                          "[1,",
                                          "{\"a\":\"",
                                          "\"x,",
                                          "{a:",
                                          "/*",
                                          "[//",
                                          "'\"",
                                          "{\"a\" \"",
                                          "[{",
                                          "`",
                                          "\\",
                                          "{\"a\":\\\"",
                                          "“",
                                          "</think>",
                                          "[1]",
                                          "{\"a\":x ",
                                          "{\"a\":x\"",
                                          "{\"a\":\"x\n",
                                          "{\"a\":\"\n}",
                                          "[1}",
                                          "{\"a\"x",
                                          "{a:x "};
  for (const auto& seed : seeds) {
    std::string text = "{";
    while (text.size() < 400'000) text += seed;
    const std::clock_t start = std::clock();  // the processor's time: the machine may be busy
    const auto reply = read_reply(text);
    const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    EXPECT_LT(seconds, 3.0) << seed << (reply ? " read" : " refused");
  }
}

}  // namespace
}  // namespace generator::prompt
