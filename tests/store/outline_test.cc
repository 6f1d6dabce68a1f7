#include "store/outline.h"

#include <gtest/gtest.h>

namespace generator {
namespace {

TEST(SyntaxOutline, NamesDefinitionsWithWhatStandsAboveThem) {
  auto outline = syntax_outline();
  if (!outline) GTEST_SKIP() << outline.error().message;
  const std::string source =
      "#include <x.h>\n\n// Adds.\nint add(int a, int b) { return a + b; }\n\n"
      "class A {\n public:\n  // Is one.\n  int f() { return 1; }\n};\n";
  const auto items = (*outline)->outline("cpp", source);
  ASSERT_TRUE(items);
  ASSERT_EQ(items->size(), 3u);
  const auto text = [&](std::size_t i) {
    const Span span = (*items)[i].bytes;
    return source.substr(static_cast<std::size_t>(span.begin),
                         static_cast<std::size_t>(span.end - span.begin));
  };
  EXPECT_EQ((*items)[0].kind, "function");
  EXPECT_EQ((*items)[0].name, "add");
  EXPECT_EQ(text(0), "// Adds.\nint add(int a, int b) { return a + b; }");
  EXPECT_EQ(text(1).substr(0, 7), "class A");
  EXPECT_EQ(text(1).back(), ';');
  EXPECT_EQ((*items)[2].kind, "method");
  EXPECT_EQ((*items)[2].depth, 1);
  EXPECT_EQ(text(2), "// Is one.\n  int f() { return 1; }");
}

TEST(SyntaxOutline, AnUnknownLanguageIsNotFound) {
  auto outline = syntax_outline();
  if (!outline) GTEST_SKIP() << outline.error().message;
  EXPECT_EQ((*outline)->outline("cobol", "").error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace generator
