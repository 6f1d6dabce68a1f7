// The marker is the content's own hash: nobody can write a text that contains the hash of itself by
// other means than trying, and where one did, the next hash is taken.
#include <array>

#include "base/hash.h"
#include "base/text.h"
#include "prompt/template.h"

namespace generator::prompt {
namespace {

constexpr std::array<std::string_view, 8> kTurnMarks = {
    "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<start_of_turn>", "<end_of_turn>", "<s>", "</s>"};

bool is_mark_letter(char c) { return text::is_word(c) || c == '-'; }

// Length of a token such as `<|im_end|>` at the front of `s`, else of a turn mark, else 0.
std::size_t control_token(std::string_view s) {
  if (s.starts_with("<|")) {
    std::size_t at = 2;
    while (at < s.size() && at < 64 && is_mark_letter(s[at])) ++at;
    if (at > 2 && s.substr(at).starts_with("|>")) return at + 2;
  }
  for (const auto mark : kTurnMarks)
    if (s.starts_with(mark)) return mark.size();
  return 0;
}

std::string without_control_tokens(std::string_view content) {
  std::string out;
  out.reserve(content.size());
  std::size_t at = 0;
  while (at < content.size()) {
    const bool may_begin = content[at] == '<' || content[at] == '[';
    const std::size_t token = may_begin ? control_token(content.substr(at)) : 0;
    out += content[at++];
    if (token == 0) continue;
    out += ' ';
    out += content.substr(at, token - 1);
    at += token - 1;
  }
  return out;
}

}  // namespace

std::string fence(std::string_view label, std::string_view content) {
  const std::string shown = without_control_tokens(content);
  std::string mark;
  for (std::uint64_t round = 0; mark.empty() || text::contains(shown, mark); ++round)
    mark = Hasher().add(label).add(shown).add(round).finish().hex().substr(0, 12);
  std::string out;
  out.append("<").append(label).append(" ").append(mark).append(">\n").append(shown);
  if (!shown.ends_with('\n')) out += '\n';
  return out.append("</").append(label).append(" ").append(mark).append(">");
}

}  // namespace generator::prompt
