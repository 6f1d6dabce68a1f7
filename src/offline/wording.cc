// What may be dropped is listed here, and is never a fact.
#include "offline/wording.h"

#include <array>

#include "base/text.h"
#include "offline/sentence.h"

namespace generator::offline {
namespace {

constexpr std::string_view kOpenings[] = {"However, ",
                                          "In addition, ",
                                          "Additionally, ",
                                          "Moreover, ",
                                          "Furthermore, ",
                                          "Note that ",
                                          "Note also that ",
                                          "Also note that ",
                                          "Please note that ",
                                          "It should be noted that ",
                                          "It is important to note that ",
                                          "It is worth noting that ",
                                          "As mentioned above, ",
                                          "As noted above, ",
                                          "As stated above, ",
                                          "As previously mentioned, ",
                                          "As noted elsewhere, ",
                                          "As described above, ",
                                          "Therefore, ",
                                          "Thus, ",
                                          "Consequently, ",
                                          "Also, ",
                                          "Hence, ",
                                          "Nevertheless, ",
                                          "Notably, ",
                                          "Of course, ",
                                          "Obviously, ",
                                          "In fact, ",
                                          "Basically, "};

/// May open any sentence of an answer without saying anything.
constexpr std::string_view kAnywhere[] = {"Note that ",
                                          "Note also that ",
                                          "Also note that ",
                                          "Please note that ",
                                          "It should be noted that ",
                                          "It is important to note that ",
                                          "It is worth noting that "};

constexpr std::string_view kAsides[] = {" (see above)",
                                        " (see below)",
                                        " (see the figure above)",
                                        " (see the figure below)",
                                        ", as described above,",
                                        ", as mentioned above,",
                                        ", as noted above,",
                                        ", as mentioned earlier,",
                                        ", as shown above,"};

void capitalise_at(std::string& s, std::size_t at) {
  if (at < s.size() && s[at] >= 'a' && s[at] <= 'z') s[at] = static_cast<char>(s[at] - 'a' + 'A');
}

}  // namespace

std::string with_code_font(std::string_view prose) {
  std::string out;
  bool code = false;
  for (std::size_t i = 0; i < prose.size();) {
    if (prose[i] == '`') code = !code;
    if (code || text::is_space(prose[i]) || prose[i] == '`') {
      out += prose[i++];
      continue;
    }
    std::size_t end = i;
    while (end < prose.size() && !text::is_space(prose[end]) && prose[end] != '`') ++end;
    const std::string_view token = prose.substr(i, end - i);
    std::size_t front = 0;
    while (front < token.size() &&
           std::string_view("(\"'").find(token[front]) != std::string_view::npos)
      ++front;
    std::size_t back = token.size();
    while (back > front &&
           std::string_view(".,;:!?)\"'").find(token[back - 1]) != std::string_view::npos &&
           !token.substr(front, back - front).ends_with("()"))
      --back;
    const std::string_view core = token.substr(front, back - front);
    const bool joined = end < prose.size() && prose[end] == '`';
    const bool plain = core.find_first_of("[]<>*|=\"\\{}'") == std::string_view::npos &&
                       !core.starts_with('_') && !core.ends_with('_') &&
                       core.find("//") == std::string_view::npos;
    if (!joined && plain && is_identifier(core) && (i == 0 || prose[i - 1] != '`'))
      out += std::string(token.substr(0, front)) + "`" + std::string(core) + "`" +
             std::string(token.substr(back));
    else
      out += token;
    i = end;
  }
  return out;
}

std::string without_empty_words(std::string prose, bool first) {
  for (const std::string_view aside : kAsides)
    prose = text::replace_all(prose, aside, aside.ends_with(',') ? "" : "");
  if (first)
    for (const std::string_view opening : kOpenings)
      if (prose.starts_with(opening) && prose.size() > opening.size() + 10) {
        const std::size_t end = opening.size();
        const bool name = is_identifier(text::words(std::string_view(prose).substr(end))[0]);
        prose.erase(0, end);
        if (!name) capitalise_at(prose, 0);
        break;
      }
  // "Attributes are therefore kept in ...": what it follows from is not in the answer.
  if (first)
    for (const std::string_view verb : {" is", " are", " can", " must", " may"}) {
      const std::string thus = std::string(verb) + " therefore ";
      if (const std::size_t hit = prose.find(thus); hit < prose.find(". "))
        prose.erase(hit + verb.size(), thus.size() - verb.size() - 1);
    }
  for (const std::string_view opening : kAnywhere)
    for (std::size_t hit = prose.find(". " + std::string(opening)); hit != std::string::npos;
         hit = prose.find(". " + std::string(opening), hit + 1)) {
      const auto next = text::words(std::string_view(prose).substr(hit + 2 + opening.size()));
      const bool name = !next.empty() && is_identifier(next[0]);
      prose.erase(hit + 2, opening.size());
      if (!name) capitalise_at(prose, hit + 2);
    }
  return prose;
}

std::string with_plain_marks(std::string_view prose) {
  std::string out = text::replace_all(prose, "\xC2\xA0", " ");
  for (const auto& [from, to] : {std::pair{"\xE2\x80\x98", "'"}, std::pair{"\xE2\x80\x99", "'"},
                                 std::pair{"\xE2\x80\x9C", "\""}, std::pair{"\xE2\x80\x9D", "\""}})
    out = text::replace_all(out, from, to);
  while (text::contains(out, "  ")) out = text::replace_all(out, "  ", " ");
  return out;
}

std::optional<std::vector<std::string>> enumeration(std::string_view prose) {
  if (!prose.ends_with('.') || text::contains(prose.substr(0, prose.size() - 1), ". "))
    return std::nullopt;
  const std::size_t colon = prose.find(": ");
  if (colon == std::string_view::npos || prose.find(": ", colon + 1) != std::string_view::npos)
    return std::nullopt;
  const std::string_view tail = prose.substr(colon + 2, prose.size() - colon - 3);
  if (tail.find_first_of("();:`\"") != std::string_view::npos) return std::nullopt;
  std::vector<std::string> items;
  for (auto part : text::split(tail, ',')) {
    part = text::trim(part);
    if (part.starts_with("and ")) part.remove_prefix(4);
    if (part.empty() || text::words(part).size() > 8 || text::contains(part, " and ") ||
        text::contains(part, " or ") || part.starts_with("or "))
      return std::nullopt;
    for (const auto word : text::words(part)) {
      const auto classes = look_up(text::to_lower(word)).classes;
      if (classes & (kBe | kModal | kHave | kSubordinator | kPronoun)) return std::nullopt;
    }
    items.emplace_back(part);
  }
  if (items.size() < 3 || !text::contains(tail, ", and ")) return std::nullopt;
  items.insert(items.begin(), std::string(prose.substr(0, colon + 1)));
  return items;
}

}  // namespace generator::offline
