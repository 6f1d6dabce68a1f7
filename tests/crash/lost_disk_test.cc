// The model of a disk that the power-cut sweep stands on, checked by itself: it must lose what may
// be lost.
#include "support/lost_disk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temp_folder.h"

namespace generator {
namespace {

using testing::Loss;
using testing::LostDisk;
using testing::TraceNote;
using Kind = TraceNote::Kind;
using ::testing::ElementsAre;
using ::testing::Pair;

struct LostDiskTest : ::testing::Test {
  void apply(Kind kind, std::uint64_t a, std::uint64_t b, std::string first = "",
             std::string second = "") {
    disk.apply({kind, a, b, std::move(first), std::move(second)});
  }
  LostDisk::Image cut(Loss loss) {
    Random random(1, "test");
    return disk.cut(loss, random);
  }
  /// As OutputFile does it, up to where it is stopped.
  void write_beside(bool syncs, bool syncs_folder) {
    apply(Kind::kOpened, 7, 1, root + "/a.part");
    apply(Kind::kWritten, 7, 0, "content");
    if (syncs) apply(Kind::kSynced, 7, 0);
    apply(Kind::kRenamed, 0, 0, root + "/a.part", root + "/a");
    if (syncs_folder) apply(Kind::kFolderSynced, 0, 0, root);
  }

  testing::TempFolder temp;
  std::string root = temp.path();
  LostDisk disk{root};
};

TEST_F(LostDiskTest, KeepsWhatWasSyncedWithItsFolder) {
  write_beside(true, true);
  for (const Loss loss : {Loss::kEverything, Loss::kNothing, Loss::kData, Loss::kNames})
    EXPECT_THAT(cut(loss), ElementsAre(Pair(root, std::nullopt), Pair(root + "/a", "content")));
}

TEST_F(LostDiskTest, LosesTheNameOfAFileWhoseFolderWasNotSynced) {
  write_beside(true, false);
  EXPECT_THAT(cut(Loss::kEverything), ElementsAre(Pair(root, std::nullopt)));
  EXPECT_THAT(cut(Loss::kNames), ElementsAre(Pair(root, std::nullopt)));
  EXPECT_THAT(cut(Loss::kNothing),
              ElementsAre(Pair(root, std::nullopt), Pair(root + "/a", "content")));
}

TEST_F(LostDiskTest, LosesTheContentOfAFileThatWasRenamedBeforeItWasSynced) {
  write_beside(false, true);
  EXPECT_THAT(cut(Loss::kEverything),
              ElementsAre(Pair(root, std::nullopt), Pair(root + "/a", "")));
}

TEST_F(LostDiskTest, LosesAFolderThatWasMadeWithAllThatIsInIt) {
  apply(Kind::kFolderMade, 0, 0, root + "/sub");
  apply(Kind::kOpened, 9, 1, root + "/sub/file");
  apply(Kind::kSynced, 9, 0);
  apply(Kind::kFolderSynced, 0, 0, root + "/sub");
  EXPECT_THAT(cut(Loss::kEverything), ElementsAre(Pair(root, std::nullopt)));
  apply(Kind::kFolderSynced, 0, 0, root);
  EXPECT_EQ(cut(Loss::kEverything).size(), 3u);
}

TEST_F(LostDiskTest, LeavesZerosWhereAnEarlierWriteIsLostAndALaterOneIsThere) {
  apply(Kind::kOpened, 9, 1, root + "/file");
  apply(Kind::kFolderSynced, 0, 0, root);
  apply(Kind::kWritten, 9, 0, "aaaa");
  apply(Kind::kWritten, 9, 4, "bbbb");
  EXPECT_EQ(disk.loose_bytes(root + "/file"), 8u);
  bool zeros = false, torn = false;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    Random random(seed, "test");
    const std::string left = disk.cut(Loss::kChance, random).at(root + "/file").value();
    zeros = zeros || left == std::string(4, '\0') + "bbbb";
    torn = torn || left == "aaaabb";
  }
  EXPECT_TRUE(zeros);
  EXPECT_TRUE(torn);
}

}  // namespace
}  // namespace generator
