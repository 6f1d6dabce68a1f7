// A crawler glues a table's caption to its first header cell. Captions are written like sentences,
// headers like titles: the header begins at the last capital that follows a lower-case word, unless
// that word cannot end a caption ("of").

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.h"
#include "documents/tables.h"

namespace generator::documents {
namespace {

constexpr std::array<std::string_view, 12> kCannotEnd = {"a",  "an", "and", "by",  "for", "from",
                                                         "in", "of", "on",  "the", "to",  "with"};
constexpr std::array<std::string_view, 17> kHeaderNouns = {
    "Class",     "Description", "Example",  "Field", "Flag",   "Function",
    "Functions", "Level",       "Method",   "Name",  "Object", "Option",
    "Parameter", "Properties",  "Property", "Type",  "Value"};

bool is_capitalised(std::string_view word) { return !word.empty() && text::is_upper(word.front()); }

// A word after which a caption may end: lower case, "(H5P)", "C++17".
bool can_end(std::string_view word) {
  if (word.empty() || word.back() == ',' || word.back() == '-') return false;
  if (std::find(kCannotEnd.begin(), kCannotEnd.end(), word) != kCannotEnd.end()) return false;
  return !is_capitalised(word) || word.front() == '(';
}

std::string joined(const std::vector<std::string_view>& words, std::size_t begin, std::size_t end) {
  std::string out;
  for (std::size_t i = begin; i < end; ++i) {
    if (i > begin) out += ' ';
    out += words[i];
  }
  return out;
}

}  // namespace

std::pair<std::string, std::string> split_caption(const std::string& cell) {
  const auto words = text::words(cell);
  for (std::size_t i = words.size(); i-- > 1;) {
    if (!is_capitalised(words[i]) || !can_end(words[i - 1])) continue;
    return {joined(words, 0, i), joined(words, i, words.size())};
  }
  const bool ends_in_noun = words.size() >= 3 && std::find(kHeaderNouns.begin(), kHeaderNouns.end(),
                                                           words.back()) != kHeaderNouns.end();
  if (ends_in_noun && words[words.size() - 2].ends_with("s"))
    return {joined(words, 0, words.size() - 1), std::string(words.back())};
  return {"", cell};
}

}  // namespace generator::documents
