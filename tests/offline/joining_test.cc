// Two passages by rule: which questions join, and which do not.
#include "offline/joining.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <iostream>
#include <set>
#include <string>
#include <vector>

#include "offline/asking.h"
#include "offline/real_chunks.h"

namespace generator::offline {
namespace {

Chunk chunk_of(std::string id, std::string text, std::string heading = "Links") {
  Chunk out;
  out.id = std::move(id);
  out.source = "acme.md";
  out.headings = {"ACME5 Guide", std::move(heading)};
  out.text = std::move(text);
  return out;
}

std::vector<std::string> questions(const std::string& one, const std::string& other) {
  const Chunk a = chunk_of("a", one), b = chunk_of("b", other);
  const Page first(a), second(b);
  std::vector<std::string> out;
  for (const JoinedCandidate& candidate : ask_both(first, second, {10, 250}, 3))
    out.push_back(candidate.question);
  return out;
}

constexpr const char* kSoft =
    "A soft link is an object that holds the path of another object of the file as a text.";
constexpr const char* kHard =
    "A hard link is an object that holds the address of another object inside of the file.";

TEST(Joining, TwoDefinitionsOfOneKind) {
  EXPECT_THAT(questions(kSoft, kHard),
              ::testing::ElementsAre("In ACME5, what is a soft link, and what is a hard link?"));
}

TEST(Joining, ADefinitionAndWhatIsAskedAboutIt) {
  const std::string use =
      "To create a soft link, call `AcmeLinkSoft` with the path of the object and the name of the "
      "link.";
  for (const auto& [one, other] : {std::pair(std::string(kSoft), use), std::pair(use, std::string(kSoft))})
    EXPECT_THAT(questions(one, other),
                ::testing::ElementsAre(::testing::AnyOf(
                    "In ACME5, what is a soft link, and how can you create a soft link?",
                    "In ACME5, what is a soft link, and how do you create a soft link?")));
}

TEST(Joining, TwoFunctionsOfOneFamily) {
  EXPECT_THAT(
      questions("`ACLopen` opens a link by its name and gives the number of a handle to the caller.",
                "`ACLclose` closes the handle of a link and frees all of the memory that it took."),
      ::testing::ElementsAre("What do `ACLopen` and `ACLclose` do in ACME5?"));
}

TEST(Joining, WhatTheOneAnswerNamesTheOtherExplains) {
  const std::string use =
      "To close a drawer of the cabinet for good, call `ACLclose` with the number of its handle.";
  const std::string call =
      "`ACLclose` closes the handle of a drawer and frees all of the memory that it took.";
  for (const auto& [one, other] : {std::pair(use, call), std::pair(call, use)}) {
    const auto asked = questions(one, other);
    ASSERT_EQ(asked.size(), 1u);
    EXPECT_TRUE(asked[0].ends_with(", and what does `ACLclose` do?")) << asked[0];
    EXPECT_NE(asked[0].find(" close a drawer"), std::string::npos) << asked[0];
  }
}

TEST(Joining, NothingWhereNoTermJoins) {
  EXPECT_THAT(questions(kSoft, "A heap is a part of the file that holds values of any length."),
              ::testing::IsEmpty());
  EXPECT_THAT(questions(kSoft, kSoft), ::testing::IsEmpty());
  EXPECT_THAT(questions("", kSoft), ::testing::IsEmpty());
}

TEST(Joining, NeitherPassageGivesMuchLessThanTheOther) {
  std::string longer = "A hard link is an object that holds the address of another object:\n\n";
  for (int i = 0; i < 12; ++i)
    longer += "* the address of an object number " + std::to_string(i) + " in the file\n";
  EXPECT_THAT(questions(kSoft, longer), ::testing::IsEmpty());
}

// With GENERATOR_SHOW_ROWS set, every row is printed to be read.
TEST(Joining, OfRealPagesIsDistinctAndWellFormed) {
  const auto chunks = testing::real_chunks();
  if (chunks.empty()) GTEST_SKIP() << "no documents beside the checkout";
  std::set<std::string> questions;
  for (std::size_t i = 0; i < chunks.size(); ++i)
    for (std::size_t j = i + 1; j < chunks.size() && chunks[j].source == chunks[i].source; ++j) {
      const Page first(chunks[i]), second(chunks[j]);
      for (const JoinedCandidate& row : ask_both(first, second, {30, 250}, 1)) {
        const bool is_new = questions.insert(row.question).second;
        EXPECT_GE(row.first.words + row.second.words, 30u);
        EXPECT_LE(row.first.words + row.second.words, 250u);
        EXPECT_EQ(row.question.find("  "), std::string::npos) << row.question;
        if (is_new && std::getenv("GENERATOR_SHOW_ROWS") != nullptr)
          std::cout << "[" << row.pattern << "] " << row.question << "\n";
      }
    }
  EXPECT_GE(questions.size(), 40u);
}

}  // namespace
}  // namespace generator::offline
