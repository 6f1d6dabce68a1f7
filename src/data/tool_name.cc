#include "data/tool_name.h"

#include <algorithm>

#include "base/hash.h"
#include "base/text.h"

namespace generator {
namespace {

constexpr std::size_t kHashDigits = 6;

bool is_allowed(char c) {
  return text::is_alpha(c) || text::is_digit(c) || c == '_' || c == '-';
}

// `name`, cut so that `_` and a hash of `of` have room behind it.
std::string with_hash(std::string_view name, std::string_view of) {
  std::string out(name.substr(0, kMaxToolName - kHashDigits - 1));
  while (!out.empty() && (out.back() == '_' || out.back() == '-')) out.pop_back();
  return out + '_' + digest(of).hex().substr(0, kHashDigits);
}

}  // namespace

bool is_tool_name(std::string_view name) {
  return !name.empty() && name.size() <= kMaxToolName &&
         (text::is_alpha(name[0]) || name[0] == '_') && std::all_of(name.begin(), name.end(), is_allowed);
}

std::string to_tool_name(std::string_view wanted) {
  if (is_tool_name(wanted)) return std::string(wanted);
  std::string out;
  for (const char c : wanted) {
    if (is_allowed(c))
      out += c;
    else if (!out.empty() && out.back() != '_')
      out += '_';
  }
  while (!out.empty() && out.back() == '_') out.pop_back();
  if (out.empty()) return wanted.empty() ? "tool" : with_hash("tool", wanted);
  if (!text::is_alpha(out[0]) && out[0] != '_') out.insert(out.begin(), '_');
  return out.size() <= kMaxToolName ? out : with_hash(out, wanted);
}

std::string ToolNames::add(std::string_view wanted, std::string_view origin) {
  const std::string plain = to_tool_name(wanted);
  if (taken_.insert(plain).second) return plain;
  std::string salt(origin);
  for (;;) {
    std::string name = with_hash(plain, salt);
    if (taken_.insert(name).second) return name;
    salt += '+';
  }
}

}  // namespace generator
