#include "execute/pins.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/files.h"
#include "support/temp_folder.h"

namespace generator::execute {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kBefore =
    R"([{"name":"read","description":"Reads.","inputSchema":{"type":"object"}},{"name":"write","description":"Writes."}])";

std::vector<std::string> changes(std::string_view now) { return pin_changes(pins_of(kBefore), pins_of(now)); }

TEST(Pins, SayWhichToolChangedAndWhat) {
  EXPECT_THAT(changes(kBefore), IsEmpty());
  EXPECT_THAT(changes(R"([{"name":"write","description":"Writes."},{"name":"read","description":"Reads.","inputSchema":{"type":"object"}}])"),
              IsEmpty());
  EXPECT_THAT(changes(R"([{"name":"read","description":"Reads all.","inputSchema":{},"annotations":{"readOnlyHint":true}},{"name":"wipe"}])"),
              ElementsAre("`read`: its description and its parameters and its annotations changed", "`wipe` is new",
                          "`write` is gone"));
  EXPECT_THAT(changes(R"([{"name":"read","description":"Reads.","inputSchema":{"type":"object"},"outputSchema":{}},{"name":"write","description":"Writes."}])"),
              ElementsAre("`read`: its results changed"));
}

TEST(Pins, AChangeIsRefusedUntilItIsAccepted) {
  const testing::TempFolder folder;
  const std::string path = folder / "out.run/pins.json";
  PinFile file = PinFile::load(path).value();
  EXPECT_THAT(check_pins(file, "mcp:a", kBefore, false).value(), IsEmpty());
  PinFile later = PinFile::load(path).value();
  EXPECT_THAT(check_pins(later, "mcp:a", kBefore, false).value(), IsEmpty());
  const auto refused = check_pins(later, "mcp:a", "[]", false);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::kWrongUse);
  EXPECT_THAT(refused.error().message, HasSubstr("`read` is gone; `write` is gone"));
  EXPECT_THAT(refused.error().message, HasSubstr("--accept-changes"));
  EXPECT_THAT(check_pins(later, "mcp:b", "[]", false).value(), IsEmpty());  // another server
  EXPECT_EQ(check_pins(later, "mcp:a", "[]", true).value().size(), 2u);
  PinFile last = PinFile::load(path).value();
  EXPECT_THAT(check_pins(last, "mcp:a", "[]", false).value(), IsEmpty());
}

TEST(Pins, ADamagedFileIsSaidToBeOne) {
  const testing::TempFolder folder;
  for (const char* text : {"", "[]", "{\"servers\":[{\"server\":\"a\",\"tools\":[{\"name\":\"b\",\"description\":\"7\"}]}]}"}) {
    ASSERT_TRUE(write_file(folder / "pins.json", text));
    EXPECT_EQ(PinFile::load(folder / "pins.json").error().kind, ErrorKind::kInvalidInput) << text;
  }
}

}  // namespace
}  // namespace generator::execute
