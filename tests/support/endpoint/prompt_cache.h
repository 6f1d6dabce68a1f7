// A vendor's prompt cache, as far as the usage of its replies shows it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace generator::endpoint {

enum class Caching : std::uint8_t {
  kNone,
  kMarked,     // what stands before a mark is written, billed, and read
  kAutomatic,  // whole blocks from the front are written for nothing, and read
};

/// A prompt as a cache sees it: its texts in the order of the prefix.
struct Prompt {
  std::string text;
  std::vector<std::size_t> marks;  // bytes of `text`, ascending
  Caching caching = Caching::kNone;
  std::int64_t least = 1024;  // tokens of a prefix that is kept
  bool is_for_an_hour = false;

  void add(std::string_view part, bool is_marked = false) {
    text += part;
    if (is_marked) marks.push_back(text.size());
  }
  std::int64_t tokens() const { return static_cast<std::int64_t>(text.size() / 4 + 1); }
};

struct CacheUse {
  std::int64_t read = 0;     // tokens
  std::int64_t written = 0;  // tokens that are billed as such
};

class PromptCache {
 public:
  /// A prompt that came at `now_ms` and is answered at `answered_ms`; from then on its prefixes can
  /// be read.
  CacheUse use(const Prompt& prompt, std::int64_t now_ms, std::int64_t answered_ms);

 private:
  std::unordered_map<std::string, std::int64_t> ready_ms_;  // by the hash of a prefix
};

}  // namespace generator::endpoint
