#include "cot/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "data/reasons.h"

namespace generator::cot {
namespace {

using ::testing::HasSubstr;

Chunk passage() {
  Chunk out;
  out.id = "c1";
  out.headings = {"HDF5", "Storage"};
  out.text =
      "Compact storage keeps the raw data in the object header. The header holds at most 64 KB. "
      "A chunked dataset can be extended. A contiguous dataset cannot be extended. "
      "`H5Dopen` opens an existing dataset. `H5Dopen` returns a dataset identifier.\n";
  return out;
}

constexpr std::string_view kQuestion =
    "Can a compact dataset in HDF5 hold 25 blocks of 4 KB of raw data?";
constexpr std::string_view kAnswer = "No, they do not fit into the object header.";
const std::vector<std::string> kGood = {
    "Compact storage keeps the raw data in the object header.",
    "The object header holds at most 64 KB.", "25 blocks of 4 KB are 100 KB, more than 64 KB."};

std::string_view code_of(const std::vector<std::string>& steps,
                         std::string_view question = kQuestion, std::string_view answer = kAnswer,
                         StepLimits limits = {}) {
  static const Chunk chunk = passage();
  const auto fault = reasoning_fault({question, answer, &chunk}, steps, limits);
  return fault ? fault->code : "";
}

TEST(Reasoning, StandsWhereEachStepIsSupportedOrComputed) { EXPECT_EQ(code_of(kGood), ""); }

TEST(Reasoning, NamesNoCodeThatNothingElseNames) {
  EXPECT_EQ(code_of({kGood[0], "`H5Dopen` opens an existing dataset.", kGood[1]}),
            reasons::kLeadsElsewhere);
  EXPECT_EQ(code_of({"`H5Dopen` opens an existing dataset.", "`H5Dopen` returns a dataset identifier."},
                    "What comes of opening an existing dataset?", "A dataset identifier."),
            "");
}

TEST(Reasoning, HasAsManyStepsAsAreWanted) {
  EXPECT_EQ(code_of({}), reasons::kNoReasoning);
  EXPECT_EQ(code_of({kGood[0]}), reasons::kStepCount);
  EXPECT_EQ(code_of(kGood, kQuestion, kAnswer, {2, 2}), reasons::kStepCount);
}

TEST(Reasoning, InventsNoNumberAndNoName) {
  EXPECT_EQ(code_of({kGood[0], "The object header holds at most 65 KB."}), reasons::kUnsupportedStep);
  EXPECT_EQ(code_of({kGood[0], kGood[1], "25 blocks of 4 KB are 101 KB."}),
            reasons::kUnsupportedStep)
      << "no operation makes 101 of what is known";
  EXPECT_EQ(code_of({kGood[0], "`H5Pset_layout` limits the object header to 64 KB."}),
            reasons::kUnsupportedStep);
  const Chunk chunk = passage();
  const auto fault = reasoning_fault({kQuestion, kAnswer, &chunk},
                                     {kGood[0], "The object header holds at most 65 KB."}, {});
  EXPECT_THAT(fault->detail, HasSubstr("65"));
  EXPECT_THAT(fault->detail, HasSubstr("step 2"));
}

TEST(Reasoning, TurnsNoDenialRound) {
  EXPECT_EQ(code_of({"A chunked dataset can be extended.", "A contiguous dataset can be extended."},
                    "Which layouts of HDF5 grow?", "Both the chunked and the contiguous one."),
            reasons::kUnsupportedStep);
}

TEST(Reasoning, RepeatsNothing) {
  EXPECT_EQ(code_of({kGood[0], kGood[1], "At most 64 KB the object header holds."}),
            reasons::kRepeatedStep);
}

TEST(Reasoning, DoesNotRunInACircle) {
  EXPECT_EQ(code_of({kGood[0], "A compact dataset in HDF5 can hold 25 blocks of 4 KB of raw data."}),
            reasons::kCircularStep);
  EXPECT_EQ(code_of({"`H5Dopen` opens an existing dataset.", "`H5Dopen` returns a dataset identifier."},
                    "What does `H5Dopen` return?", "A dataset identifier."),
            reasons::kCircularStep)
      << "the second step is the answer, and the first was not needed";
}

// A step may end with the answer where it goes on from what an earlier step found.
TEST(Reasoning, MayEndInAShortAnswer) {
  EXPECT_EQ(code_of({"`H5Dopen` opens an existing dataset.", "`H5Dopen` returns a dataset identifier."},
                    "What does the function that opens an existing dataset return?",
                    "An identifier."),
            "");
}

TEST(Reasoning, LeadsToTheAnswer) {
  EXPECT_EQ(code_of({kGood[0], kGood[1]}, kQuestion, "Chunked datasets grow."),
            reasons::kLeadsElsewhere);
}

TEST(Reasoning, OfARowWithoutItsPassageIsHeldAgainstTheAnswer) {
  const Reasoned about{"Which call closes a file?", "Call `H5Fclose` at the end.", nullptr};
  EXPECT_FALSE(reasoning_fault(about, {"A file is closed at the end.", "The call is `H5Fclose` by name."}, {}));
  EXPECT_TRUE(reasoning_fault(about, {"A file is closed at the end.", "The call is `H5Gclose` by name."}, {}));
}

TEST(Answers, AgreeInWhatTheySay) {
  EXPECT_TRUE(agrees(kQuestion, kAnswer, "No. They do not fit into the header."));
  EXPECT_FALSE(agrees(kQuestion, kAnswer, "Yes, they fit into the object header."));
  EXPECT_FALSE(agrees("How much fits?", "At most 64 KB fit.", "At most 32 KB fit."));
  EXPECT_FALSE(agrees(kQuestion, kAnswer, ""));
  EXPECT_FALSE(agrees(kQuestion, kAnswer, "Chunks are cached."));
  EXPECT_TRUE(agrees("Can it grow?", "No.", "No, it cannot."));
  EXPECT_FALSE(agrees("Can it grow?", "No.", "Yes."));
}

TEST(Answers, ThatFollowFromTheStepsAreSupported) {
  const Chunk chunk = passage();
  EXPECT_FALSE(answer_fault({kQuestion, "No: 100 KB are more than 64 KB.", &chunk}, kGood));
  const auto fault = answer_fault({kQuestion, "No: 200 KB are more than 64 KB.", &chunk}, kGood);
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->code, reasons::kLowSupport);
}

TEST(Evidence, IsWhatTheStepsRestOn) {
  const Chunk chunk = passage();
  const auto spans = evidence_of(chunk, kQuestion, {kGood[0], "`H5Dopen` returns a dataset identifier."});
  ASSERT_EQ(spans.size(), 2u);
  EXPECT_EQ(spans[0].begin, 0);
  EXPECT_THAT(chunk.text.substr(static_cast<std::size_t>(spans[1].begin)),
              HasSubstr("returns a dataset identifier"));
}

}  // namespace
}  // namespace generator::cot
