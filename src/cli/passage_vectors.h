// The vectors that chunks have in the table they come from.
#pragma once

#include <string>
#include <unordered_map>

#include "cli/settings.h"
#include "select/near_vectors.h"

namespace generator::cli {

/// By chunk id. Memory: a byte a number.
class PassageVectors {
 public:
  void add(const std::string& id, select::SmallVector vector);
  /// Hands it over; empty where there is none.
  select::SmallVector take(const std::string& id);

 private:
  std::unordered_map<std::string, select::SmallVector> by_id_;  // only looked up
};

/// Of the tables that the command's chunks come from; none where its input is no LanceDB. Throws
/// Fatal where they cannot be read.
PassageVectors read_passage_vectors(const Settings& settings);

}  // namespace generator::cli
