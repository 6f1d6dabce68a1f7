// The pairs in a reply, before anything is checked about them but their shape.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.h"
#include "base/result.h"

namespace generator::qa {

struct ProposedPair {
  std::string question;
  std::string kind;
  std::vector<int> units;
  std::string answer;  // in mode write
};

struct ProposedPairs {
  std::vector<ProposedPair> pairs;
  /// What could not be read beside them: the pair as JSON text, and why.
  std::vector<std::pair<std::string, std::string>> unreadable;
};

/// One pair of a reply. Errors: kInvalidInput, worded for the model.
Result<ProposedPair> read_pair(json::Value value, bool wants_answers);

/// As a reply has it: {"question","kind","units",…}.
void write_pair(json::Writer& out, const ProposedPair& pair);

/// Reads {"pairs":[{"question","kind","units":[...]}]}, also as the bare list, or one bare pair. A
/// pair whose shape is wrong stands apart where another is right. Errors: kInvalidInput, worded for
/// the model: no JSON, no readable pair where there should be one, or a reply that was cut before
/// the first. An empty list is no error: the passage bears no question.
Result<ProposedPairs> read_pairs(std::string_view reply, bool wants_answers);

/// Kinds of questions, as prompts and rows name them.
/// The kind of a question: what its words (English) leave no doubt about, such as "why"; else
/// `said`, where that is a kind; else what the words speak for, "concept" where nothing tells.
std::string_view kind_of(std::string_view question, std::string_view said);

}  // namespace generator::qa
