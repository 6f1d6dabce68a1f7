// Task "judge" by rule: ratings from what can be measured.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace generator::offline {

/// What is judged. `passage` and `headings` are "" where there is no source.
struct Pair {
  std::string_view question;
  std::string_view answer;
  std::string_view reasoning;
  std::string_view topic;
  std::string_view passage;
  std::string_view headings;
  bool is_follow_up = false;  // a later turn of a conversation: its question need not stand alone
};

/// Ratings from 1 to 10.
struct Judgement {
  std::string reasons;
  int clarity = 1;
  int accuracy = 1;
  int usefulness = 1;
  int difficulty = 1;
  std::optional<bool> on_topic;          // where a topic is given
};

/// Accuracy: share of the answer's content words, numbers and identifiers that the passage has (6
/// without a passage: nothing is known). Clarity: whole sentences, nothing dangling, length.
/// Usefulness: how much of the question the answer takes up, and how much it adds. Difficulty: how
/// much has to be known.
Judgement rate(const Pair& pair);

struct ReasoningJudgement {
  std::string reasons;
  int quality = 1;
};

/// How much of the steps' words passage and question have, how much of what the answer says beyond
/// the question stands in them, and whether they say anything beside it.
ReasoningJudgement rate_reasoning(const Pair& pair);
/// A conversation's, from its turns': of clarity and accuracy the least, else the mean; on topic
/// where a turn is. Not empty.
Judgement rating_of_all(const std::vector<Judgement>& turns);

}  // namespace generator::offline
