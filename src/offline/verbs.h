// The English verbs that technical prose is made of, in all their forms.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace generator::offline {

struct Verb {
  std::string base;        // "write"
  std::string third;       // "writes"
  std::string past;        // "wrote"
  std::string participle;  // "written"
  std::string gerund;      // "writing"
  bool noun = false;       // its base or third form is a common noun too: "name", "files"
};

/// All verbs, alphabetically within a group; made once, then read-only.
const std::vector<Verb>& verbs();

/// Inflects a regular verb: "copy" gives copies, copied, copying; `doubles`: "stop" gives stopped.
Verb regular_verb(std::string_view base, bool doubles, bool noun);

}  // namespace generator::offline
