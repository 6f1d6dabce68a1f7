// Phrases as requests: "Could you tell me its shape?", "Next, delete the first one."
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "offline/tool_phrase.h"

namespace generator::offline {

/// One after the other, the same for the same seed.
class Chooser {
 public:
  explicit Chooser(std::uint64_t seed) : seed_(seed) {}
  std::size_t below(std::size_t bound) {
    seed_ = seed_ * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<std::size_t>((seed_ >> 33) % bound);
  }
  std::string_view one(std::initializer_list<std::string_view> forms) {
    return *(forms.begin() + static_cast<std::ptrdiff_t>(below(forms.size())));
  }

 private:
  std::uint64_t seed_;
};

/// Several phrases as one sentence without its end: verbs that are the same are said once. `verb`: in
/// place of the first one's, or "".
std::string joined(const std::vector<Phrase>& phrases, const std::string& verb, Chooser& choose);

/// "show me" in place of "get"; "" where the verb stays.
std::string asking_verb(const std::vector<Phrase>& phrases, Chooser& choose);

/// A whole sentence. `is_first`: nothing was asked before.
std::string request(const std::vector<Phrase>& phrases, Chooser& choose, bool is_first);

std::string uncapitalized(std::string text);

}  // namespace generator::offline
