#include "offline/rules.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "base/json.h"
#include "base/text.h"
#include "data/chunk.h"

namespace generator::offline {
namespace {

Chunk groups_chunk() {
  Chunk chunk;
  chunk.id = "groups:1";
  chunk.source = "groups.md";
  chunk.headings = {"ACME5 Groups", "Creating a Group"};
  chunk.text =
      "To create a group, call `A5Gcreate` with the location and the path of the new group. The "
      "location is the identifier of the file or of the group below which the new group is to "
      "stand.\n\nA group is deleted when the last link to it is removed, because the library "
      "counts the links to every group and frees its storage at once.\n";
  return chunk;
}

ChatRequest request(std::string task, const Chunk& chunk) {
  std::string text;
  json::Writer out(text);
  write_chunk(out, chunk);
  ChatRequest request;
  request.task = std::move(task);
  request.inputs.values = {{"chunk", text}, {"n_pairs", "5"}};
  return request;
}

TEST(Rules, GenerateCitesUnitsThatExist) {
  const auto completion = answer(request("generate", groups_chunk()));
  ASSERT_TRUE(completion) << completion.error().message;
  EXPECT_EQ(completion->model, "offline-rules");
  const auto reply = json::Document::parse(completion->message.content);
  ASSERT_TRUE(reply) << completion->message.content;
  const auto pairs = reply->root().find("pairs");
  ASSERT_TRUE(pairs);
  ASSERT_GE(pairs->size(), 1U) << completion->message.content;
  EXPECT_EQ(pairs->at(0).text_of("question"), "How do you create a group in ACME5?");
  EXPECT_EQ(pairs->at(0).find("units")->at(0).integer(), 1);
}

TEST(Rules, AQuestionNamesTheProductOfTheTitle) {
  const std::pair<const char*, bool> titles[] = {
      {"Inkwell manual, part 2", true},
      {"Inkwell user guide", true},
      {"Networking guide", false},
      {"Queue manual", false},  // the text says "a queue"
      {"User guide", false},
  };
  for (const auto& [title, named] : titles) {
    Chunk chunk = groups_chunk();
    chunk.headings = {title, "Spooling"};
    chunk.text =
        "## Spooling\n\nA spool file is closed when it reaches 16 MiB, and a new one is begun for "
        "the next job. A queue keeps the closed ones, because jobs may have to be printed "
        "again after a restart.\n";
    const auto completion = answer(request("generate", chunk));
    ASSERT_TRUE(completion) << completion.error().message;
    const std::string first(text::words(title)[0]);
    EXPECT_EQ(text::contains(completion->message.content, "in " + first), named)
        << title << ": " << completion->message.content;
  }
}

TEST(Rules, WhatWasAskedBeforeIsNotAskedAgain) {
  const std::string first = "How do you create a group in ACME5?";
  ChatRequest again = request("generate", groups_chunk());
  ASSERT_NE(answer(again)->message.content.find(first), std::string::npos);
  again.inputs.values.emplace_back("asked", "What is a group?\n" + first);
  const auto completion = answer(again);
  ASSERT_TRUE(completion) << completion.error().message;
  EXPECT_EQ(completion->message.content.find(first), std::string::npos);
}

TEST(Rules, CompareNamesTheBetterPairByItsPlaceAndATieWhereTheyAreTheSame) {
  const std::string good =
      "To create a group, call `A5Gcreate` with the location and the path of the new group.";
  const std::string bad = "Call `A5Zmake` 17 times and";
  const auto verdict = [&](const std::string& first, const std::string& second) {
    ChatRequest compared = request("compare", groups_chunk());
    const std::string chunk(compared.inputs.get("chunk"));
    compared.inputs.values = {{"question_1", "How do I create a group in ACME5?"},
                              {"answer_1", first},
                              {"chunk_1", chunk},
                              {"question_2", "How do I create a group in ACME5?"},
                              {"answer_2", second},
                              {"chunk_2", chunk}};
    const auto completion = answer(compared);
    if (!completion) return completion.error().message;
    const auto reply = json::Document::parse(completion->message.content);
    return reply ? std::string(reply->root().text_of("verdict")) : completion->message.content;
  };
  EXPECT_EQ(verdict(good, bad), "1");
  EXPECT_EQ(verdict(bad, good), "2");
  EXPECT_EQ(verdict(good, good), "tie");
}

TEST(Rules, AnUnknownTaskIsAnErrorThatNamesIt) {
  const auto completion = answer(request("paint", groups_chunk()));
  ASSERT_FALSE(completion);
  EXPECT_NE(completion.error().message.find("`paint`"), std::string::npos);
}

TEST(Rules, EqualInputsGiveEqualReplies) {
  const auto one = answer(request("generate", groups_chunk()));
  const auto other = answer(request("generate", groups_chunk()));
  ASSERT_TRUE(one && other);
  EXPECT_EQ(one->message.content, other->message.content);
}

}  // namespace
}  // namespace generator::offline
