#include "model/secrets.h"

#include <gtest/gtest.h>

namespace generator {
namespace {

TEST(Secrets, TakesEveryKeyThatWasSentOutOfAMessage) {
  const http::Headers sent = {{"content-type", "application/json"},
                              {"Authorization", "Bearer sk-secret"},
                              {"x-api-key", "other-secret"},
                              {"x-goog-api-key", "short"}};
  EXPECT_EQ(without_keys("no sk-secret, no Bearer sk-secret, no other-secret; a short word", sent),
            "no [key], no Bearer [key], no [key]; a short word");
  EXPECT_EQ(without_keys("application/json", sent), "application/json");
}

}  // namespace
}  // namespace generator
