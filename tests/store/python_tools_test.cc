#include "store/python_tools.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/docstring.h"
#include "store/python_literal.h"
#include "store/type_text.h"

namespace generator {
namespace {

constexpr std::string_view kWanted =
    R"({"type":"object","properties":{"path":{"type":"string","description":"Where it is. Long."},)"
    R"("limit":{"type":"integer","description":"How many.","default":10}},"required":["path"]})";

struct Style {
  const char* name;
  const char* source;
};
const Style kStyles[] = {
    {"Google", R"(def read(path: str, limit: int = 10) -> dict:
    """Read it.

    Args:
        path (str): Where it is.
            Long.
        limit: How many.

    Returns:
        dict: What it holds.
    """
)"},
    {"NumPy", R"(
def read(path, limit=10):
    """Read it.

    Parameters
    ----------
    path : str
        Where it is.
        Long.
    limit : int, optional
        How many.

    Returns
    -------
    dict
        What it holds.
    """
    return {}
)"},
    {"reST", R"(
def read(
    path,  # a comment, with (brackets
    limit=10,
):
    '''Read it.

    :param str path: Where it is.
        Long.
    :param limit: How many.
    :type limit: int
    :returns: What it holds.
    :rtype: dict
    '''
)"},
};

TEST(PythonTools, ReadTheThreeStylesOfDocstrings) {
  for (const Style& style : kStyles) {
    const auto listing = read_python_tools(style.source, "t.py", {});
    ASSERT_TRUE(listing) << style.name << listing.error().message;
    ASSERT_EQ(listing->tools.size(), 1u) << style.name;
    const Tool& tool = listing->tools[0];
    EXPECT_EQ(tool.name, "read");
    EXPECT_EQ(tool.description, "Read it.") << style.name;
    EXPECT_EQ(tool.parameters, kWanted) << style.name;
    EXPECT_EQ(tool.output_schema, R"({"type":"object","description":"What it holds."})") << style.name;
  }
}

TEST(PythonTools, TakeDecoratedFunctionsAloneWhereThereAre) {
  const auto listing = read_python_tools(R"(
def helper():
    """Not a tool."""

@mcp.tool()
async def one(ctx: Context, x: list[str] | None = None) -> None:
    """One.

    >>> one(x=['a'])
    """
    def inner():
        """No."""

class Box:
    @tool
    def two(self, y: Literal["a", "b"], *args, **kwargs):
        r"""Two."""
    @mcp.tool(name="x")
    def three(self): pass
)", "t.py", {});
  ASSERT_TRUE(listing) << listing.error().message;
  ASSERT_EQ(listing->tools.size(), 2u);
  EXPECT_EQ(listing->tools[0].parameters,
            R"({"type":"object","properties":{"x":{"anyOf":[{"type":"array","items":{"type":"string"}},{"type":"null"}]}}})");
  EXPECT_EQ(listing->tools[0].examples.at(0).input, R"({"x":["a"]})");
  EXPECT_EQ(listing->tools[0].output_schema, "");
  EXPECT_EQ(listing->tools[1].parameters, R"({"type":"object","properties":{"y":{"enum":["a","b"]}},"required":["y"]})");
  ASSERT_EQ(listing->problems.size(), 1u);
  EXPECT_EQ(to_line(*listing, listing->problems[0]), "t.py:19: dropped: three: it has no docstring; it is left out");
}

TEST(PythonLiteral, IsReadAsJson) {
  EXPECT_EQ(python::literal("{'a': (1, 2.50, -3), \"b\": [True, None,], }"), R"({"a":[1,2.50,-3],"b":[true,null]})");
  EXPECT_EQ(python::literal(R"('it\'s\x41\u00e9')"), R"("it'sAé")");
  EXPECT_EQ(python::literal("1_000"), "1000");
  EXPECT_EQ(python::literal("f(x)"), std::nullopt);
  EXPECT_EQ(python::literal("'open"), std::nullopt);
  EXPECT_EQ(python::literal(std::string(1000, '[')), std::nullopt);
  EXPECT_EQ(python::call("f(1)"), std::nullopt);
}

TEST(TypeText, IsReadAsJsonSchema) {
  const std::pair<const char*, const char*> cases[] = {
      {"str", R"({"type":"string"})"},
      {"List[Dict[str, int]]", R"({"type":"array","items":{"type":"object","additionalProperties":{"type":"integer"}}})"},
      {"Optional[int]", R"({"type":["integer","null"]})"},
      {"typing.Union[int, str]", R"({"type":["integer","string"]})"},
      {"int, optional", R"({"type":"integer"})"},
      {"Any", "{}"},
      {"list of str", R"({"type":"array","items":{"type":"string"}})"},
      {"Tuple[int, int]", R"({"type":"array"})"},
      {"'Frame'", "{}"},
      {"STRING", R"({"type":"string"})"},
  };
  for (const auto& [text, schema] : cases) EXPECT_EQ(read_type(text).schema, schema) << text;
  EXPECT_FALSE(read_type("Frame").is_known);
  EXPECT_TRUE(read_type("int, optional").is_optional);
}

}  // namespace
}  // namespace generator
