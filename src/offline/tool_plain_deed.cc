#include "offline/tool_plain_deed.h"

#include <algorithm>

#include "base/text.h"
#include "offline/lexicon.h"
#include "offline/tool_nouns.h"
#include "tool/deed.h"

namespace generator::offline {

void lower_title(std::vector<std::string>& words) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const bool is_all = words.size() > 1 && std::ranges::all_of(words, [&](const std::string& word) {
    return is_upper(word[0]);
  });
  for (std::string& word : words)
    if (is_all && std::ranges::count_if(word, is_upper) == 1) word = text::to_lower(word);
}

void leave_out(std::vector<std::string>& words) {
  if (words.size() > 4 && words[0] == "toggle" && bare(words[words.size() - 3]) == "on" &&
      bare(words.back()) == "off")
    words.resize(words.size() - 3);
  if (words.size() > 4 && bare(words[1]) == "up" && bare(words[2]) == "to" &&
      (look_up(bare(words[3])).classes & kDeterminer) != 0)
    words.erase(words.begin() + 1, words.begin() + 4);
}

void plainer(std::vector<std::string>& words) {
  const bool provides = words.size() > 4 && is_one_of(words[0], {"get", "provide", "offer", "enable"});
  if (provides && is_one_of(bare(words[2]), {"capability", "capabilities", "functionality", "ability"}) &&
      tool::is_verb(bare(words[1])) && is_one_of(bare(words[3]), {"for", "in", "on"})) {
    words[0] = bare(words[1]);
    words.erase(words.begin() + 1, words.begin() + 4);
  }
  for (std::size_t i = 1; i < 3 && i + 2 < words.size() && words[0] == "get"; ++i) {
    const bool is_general = is_one_of(bare(words[i]), {"information", "info", "details"}) &&
                            is_one_of(bare(words[i + 1]), {"for", "about", "on", "of"});
    const bool is_alone = i == 1 || is_one_of(bare(words[1]), {"the", "detailed", "all", "full"});
    if (!is_general || !is_alone) continue;
    words.erase(words.begin() + 1, words.begin() + static_cast<std::ptrdiff_t>(i) + 2);
    break;
  }
}

}  // namespace generator::offline
