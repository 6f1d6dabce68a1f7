// What the rows of a set are like.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/hash.h"
#include "data/example.h"

namespace generator {

struct NamedShare {
  std::string name;
  double share = 0;
};

struct NamedCount {
  std::string name;
  std::int64_t count = 0;
};

/// How far the passages say what the answers say.
struct SupportReport {
  std::int64_t rows = 0;  // whose support is known
  std::int64_t full = 0;  // of them: all of the answer is supported
  double mean = 0;        // of the supported share
  double lowest = 0;
};

struct RowReport {
  std::int64_t rows = 0;
  std::int64_t with_reasoning = 0;
  std::int64_t with_passage = 0;  // rows that name the chunk they come from
  std::int64_t multi_hop = 0;     // rows that take two passages
  std::int64_t conversations = 0;  // rows of several turns
  std::vector<NamedCount> turns;   // of these: by number of turns
  std::int64_t unanswerable = 0;  // rows that say that their passages do not answer
  std::int64_t chunks = 0;        // distinct
  std::int64_t sources = 0;       // distinct
  double question_words = 0;      // mean; of a conversation's turns each counts
  double answer_words = 0;        // mean, likewise
  double answer_words_median = 0;
  SupportReport support;
  std::vector<NamedCount> kinds;          // of questions, by name; "" is "unknown"
  std::vector<NamedCount> answer_forms;   // by name
  std::vector<NamedCount> models;         // who wrote the rows, by name
  std::int64_t templates = 0;             // distinct forms of question (question_template)
  double template_share = 0;              // templates / rows
  std::vector<NamedCount> top_templates;  // the five most frequent
  std::int64_t repeated_questions = 0;  // rows whose question an earlier row has, letter for letter
};

/// The share of the rows whose question is of that kind.
double share_of_kind(const RowReport& report, std::string_view kind);

/// Collects over rows in any order; the report does not depend on it.
/// Memory: about 40 bytes a distinct question, template, chunk and source; templates with their
/// text.
class RowStatistics {
 public:
  void add(const Example& example);
  RowReport report() const;

 private:
  void add_support(double share);
  void add_lengths(const QaPair& pair);

  using Counts = std::map<std::string, std::int64_t>;
  Counts kinds_, answer_forms_, models_;
  std::unordered_map<std::string, std::int64_t> templates_;
  std::unordered_set<Digest, DigestHash> questions_, chunks_, sources_;
  std::vector<std::int64_t>
      answer_lengths_;  // rows whose answer has so many words; the last: that or more
  std::int64_t rows_ = 0, with_reasoning_ = 0, with_passage_ = 0, repeated_ = 0, multi_hop_ = 0,
               unanswerable_ = 0;
  std::int64_t question_words_ = 0, answer_words_ = 0, pairs_ = 0;
  std::map<std::size_t, std::int64_t> turns_;
  SupportReport support_;
  double support_sum_ = 0;
};

}  // namespace generator
