// Replies that real tools once gave.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "base/json.h"
#include "base/result.h"

namespace generator::world {

struct RecordedReply {
  std::string content;  // JSON
  bool is_error = false;
};

/// Arguments without spaces and with their names in order, so that equal ones are written alike.
std::string canonical_json(json::Value value);

class Recording {
 public:
  /// A line each: {"name", "arguments", "result"}, and "is_error" where it was one. Of equal calls
  /// the first one counts. Errors: kInvalidInput, naming `name`, line and field.
  static Result<Recording> parse(std::string_view text, std::string_view name);
  /// nullptr where the call was not recorded.
  const RecordedReply* find(const std::string& tool, const std::string& canonical_arguments) const;
  std::size_t size() const { return replies_.size(); }

 private:
  std::unordered_map<std::string, RecordedReply> replies_;
};

}  // namespace generator::world
