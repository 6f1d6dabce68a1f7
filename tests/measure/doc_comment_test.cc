// Comments of many languages and tools, and the Markdown that they become.
#include "measure/doc_comment.h"

#include <gtest/gtest.h>

namespace generator::measure {
namespace {

struct Case {
  std::string_view unit;
  std::string_view words;  // as Markdown; "": it must stay in the code
  std::string_view code;
};

TEST(DocComment, ReadsAsTextAboveItsCode) {
  static constexpr Case kCases[] = {
      {"/* Reads the header. */\nint f(void);", "Reads the header.", "int f(void);"},
      {"/**\n * Opens `path`.\n *\n * It must be closed.\n */\nint f(char *path);",
       "Opens `path`.\n\nIt must be closed.", "int f(char *path);"},
      {"// either frees memory or keeps\n// it for later\nvoid g(void) {}",
       "Either frees memory or keeps it for later.", "void g(void) {}"},
      {"// uniq returns the unique elements.\nfunc uniq(a []int) []int {\n\treturn a\n}",
       "`uniq` returns the unique elements.", "func uniq(a []int) []int {\n\treturn a\n}"},
      {"/// Sends `x`.\n///\n/// # Errors\n///\n/// Fails if [`Pipe`] is closed.\n///\n"
       "/// ```\n/// send(1);\n/// ```\nfn send(x: i32) {}",
       "Sends `x`.\n\n**Errors**\n\nFails if `Pipe` is closed.\n\n```rust\nsend(1);\n```",
       "fn send(x: i32) {}"},
      {"/** Adds.\n * @param[in] a one number\n * @param b another,\n *   of the same sign\n"
       " * @return the sum\n */\nint add(int a, int b);",
       "Adds.\n\n- `a`: one number\n- `b`: another, of the same sign\n\nReturns: the sum.",
       "int add(int a, int b);"},
      {"/// Check if \\c Add folds into \\p GEP.\nbool f(int);", "Check if `Add` folds into `GEP`.",
       "bool f(int);"},
      {"    def f(self, x):\n        \"\"\"Keeps x.\n\n        :param x: what is kept\n        "
       "\"\"\"\n        self.x = x",
       "Keeps x.\n\n- `x`: what is kept", "def f(self, x):\n    self.x = x"},
      {"def f(x):\n    \"\"\"Doubles x.\n\n    Args:\n        x: a number,\n          not zero\n\n"
       "    >>> f(2)\n    4\n    \"\"\"\n    return 2 * x",
       "Doubles x.\n\nArgs:\n\n- `x`: a number, not zero\n\n```rust\n>>> f(2)\n4\n```",
       "def f(x):\n    return 2 * x"},
      {"/**\n * struct s - a pair\n * @one: the first number\n * @two: the second number\n */\n"
       "struct s {\n  int one, two;\n};",
       "`s`: a pair\n\n- `one`: the first number\n- `two`: the second number",
       "struct s {\n  int one, two;\n};"},
      {"// +---+---+\n// | a | b |\nint f(void);", "", ""},
      {"/* a     one\n * b     two */\nint f(void);", "", ""},
      {"/** \\verbatim a \\endverbatim */\nint f(void);", "", ""},
      {"/** First.\n *      int x = f();\n */\nint f(void);", "", ""},
      {"/* never ends\nint f(void);", "", ""},
      {"#define A 1\nint f(void);", "", ""},
      {"#[inline]\nfn f() {}", "", ""},
      {"int f(void); // behind", "", ""},
      {"// only a comment", "", ""},
      {"", "", ""},
  };
  for (const Case& row : kCases) {
    const auto comment = read_doc_comment(row.unit);
    const auto words = comment ? as_markdown(*comment, "rust") : std::nullopt;
    EXPECT_EQ(words.value_or(""), row.words) << row.unit;
    if (words) {
      EXPECT_EQ(comment->code, row.code) << row.unit;
    }
  }
}

}  // namespace
}  // namespace generator::measure
