// The words that a user reads in reports; tests and manifests hold them too.
#include "prompt/repair.h"

#include <array>

namespace generator::prompt {
namespace {

constexpr std::array<std::string_view, 22> kNames = {"trailing comma",
                                                     "extra comma",
                                                     "missing comma",
                                                     "missing colon",
                                                     "single quotes",
                                                     "smart quotes",
                                                     "inner quotes",
                                                     "missing quote",
                                                     "unquoted key",
                                                     "unquoted word",
                                                     "Python literal",
                                                     "number",
                                                     "comment",
                                                     "ellipsis",
                                                     "control character",
                                                     "escape",
                                                     "missing value",
                                                     "wrong bracket",
                                                     "cut",
                                                     "several values",
                                                     "JSON inside quotes",
                                                     "invalid UTF-8"};

}  // namespace

std::string_view to_text(Repair repair) { return kNames[static_cast<std::size_t>(repair)]; }

std::vector<std::string> Repairs::names() const {
  std::vector<std::string> out;
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (has(static_cast<Repair>(i))) out.emplace_back(kNames[i]);
  return out;
}

}  // namespace generator::prompt
