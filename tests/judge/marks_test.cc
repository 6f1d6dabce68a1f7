#include "judge/marks.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace generator::judge {
namespace {

bool is_read(const std::string& reasons) {
  return read_marks(
             fmt::format(
                 R"({{"reasons":"{}","clarity":9,"accuracy":8,"usefulness":7,"difficulty":6}})",
                 reasons),
             false)
      .has_value();
}

// What SmolLM2-135M writes where it was asked for reasons.
TEST(Marks, WithoutAWordOfReasonAreNone) {
  for (const char* none : {"…", "10", "10, 9.5", "...", "—", ""})
    EXPECT_FALSE(is_read(none)) << none;
  for (const char* some : {"Exact.", "Всё верно.", "正しい", "É o que diz."})
    EXPECT_TRUE(is_read(some)) << some;
}

}  // namespace
}  // namespace generator::judge
