#include "tool/noun_index.h"

#include <gmock/gmock.h>

namespace generator::tool {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NounIndex, FindsWhatMeansTheSameInOrderAndOnce) {
  NounIndex<int> index;
  index.add("repository", 3);
  index.add("repo", 1);
  index.add("package", 2);
  index.add("repo", 3);
  EXPECT_THAT(index.find("repo"), ElementsAre(1, 3));
  EXPECT_THAT(index.find("repository"), ElementsAre(1, 3));
  EXPECT_THAT(index.find("pkg"), ElementsAre(2));
  EXPECT_THAT(index.find("user"), IsEmpty());
}

}  // namespace
}  // namespace generator::tool
