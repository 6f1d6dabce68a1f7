// What is known of a call whose reply only a sentence describes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "world/array.h"
#include "world/moment.h"

namespace generator::world {

struct ProseFacts {
  explicit ProseFacts(const Moment& now);
  /// JSON of what is known under that name, of the subject or of what is open.
  std::optional<std::string> fact(const std::string& noun) const;
  /// What was done, with how the file was opened where the sentence wants it.
  std::string message() const;
  /// What the call is to look at: under the thing it names, in the folder it names, in what is
  /// open.
  std::vector<Thing> scope() const;
  /// Of the group that it names, else of the root.
  std::vector<std::string> child_names() const;

  const Moment& moment;
  const Thing* subject;        // nullptr: none
  std::optional<Array> array;  // of the subject
  std::string type, description;
  json::Value schema;
};

}  // namespace generator::world
