// A name in the place of its sibling: `H5Aopen_by_idx` where the passage says `H5Aopen_by_name`.
// Siblings are spelt alike and stand in the same passage, but never in one sentence: what a
// sentence names together is often true of both.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "preference/ground.h"

namespace generator::preference {
namespace {

constexpr double kAlike = 0.35;  // of the longer one, that both begin or end with
constexpr std::size_t kMostSiblings = 2;
constexpr std::size_t kLongest = 48;

constexpr std::pair<std::string_view, std::string_view> kFlagTurns[] = {
    {"--enable-", "--disable-"}, {"--disable-", "--enable-"}, {"--with-", "--without-"},
    {"--without-", "--with-"},   {"--no-", "--"}};

bool ends_as_call(std::string_view name) { return name.ends_with("()"); }

std::string_view bare(std::string_view name) {
  return ends_as_call(name) ? name.substr(0, name.size() - 2) : name;
}

// `by` spelt as a call where the name was one.
std::string in_place(std::string_view name, std::string_view by) {
  return std::string(bare(by)) + (ends_as_call(name) ? "()" : "");
}

struct Spelling {
  bool has_lower = false, has_upper = false, has_underscore = false;
  std::string marks;  // ".", "::", "-" and the like, in order
  friend bool operator==(const Spelling&, const Spelling&) = default;
};

Spelling spelling_of(std::string_view name) {
  Spelling out;
  for (const char c : bare(name)) {
    out.has_lower = out.has_lower || (c >= 'a' && c <= 'z');
    out.has_upper = out.has_upper || text::is_upper(c);
    out.has_underscore = out.has_underscore || c == '_';
    if (!text::is_word(c)) out.marks += c;
  }
  // `H5Dopen` and `H5Dget_space` are kin; `data_size` and `datasize` of two styles are not.
  if (out.has_upper && out.has_lower) out.has_underscore = false;
  return out;
}

double likeness(std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  std::size_t front = 0, back = 0;
  while (front < shorter && a[front] == b[front]) ++front;
  while (back < shorter - front && a[a.size() - 1 - back] == b[b.size() - 1 - back]) ++back;
  return static_cast<double>(front + back) / static_cast<double>(std::max(a.size(), b.size()));
}

bool are_siblings(std::string_view a, std::string_view b) {
  if (a.size() > kLongest || b.size() > kLongest || a.size() < 3 || b.size() < 3) return false;
  // One that holds the other is mostly a form of it: `H5Lcreate`, `H5Lcreate_hard`.
  if (text::contains(a, b) || text::contains(b, a)) return false;
  if (text::to_lower(a) == text::to_lower(b)) return false;
  if (text::is_upper(a[0]) != text::is_upper(b[0]) || text::is_alpha(a[0]) != text::is_alpha(b[0]))
    return false;
  return spelling_of(a) == spelling_of(b) && likeness(a, b) >= kAlike;
}

std::vector<std::string_view> siblings(const Ground& ground, const measure::Fact& fact) {
  std::vector<std::pair<double, std::string_view>> found;
  const std::string_view name = bare(fact.text);
  for (const measure::Fact& other : ground.others()) {
    const std::string_view by = bare(other.text);
    if (other.kind != fact.kind || !are_siblings(name, by)) continue;
    if (ground.go_together(name, by) || text::contains(ground.answer(), by)) continue;
    found.emplace_back(likeness(name, by), by);
  }
  std::ranges::stable_sort(found, std::greater<>(), &std::pair<double, std::string_view>::first);
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < found.size() && i < kMostSiblings; ++i)
    out.push_back(found[i].second);
  return out;
}

// `--enable-shared` where it is `--disable-shared`, or one that there is not: `--zlib-dir`.
std::string turned_flag(std::string_view flag) {
  for (const auto& [from, to] : kFlagTurns)
    if (flag.starts_with(from)) return std::string(to) + std::string(flag.substr(from.size()));
  return flag.starts_with("--") ? "--no-" + std::string(flag.substr(2)) : "";
}

std::string as_given(std::string_view, std::string_view by) { return std::string(by); }

}  // namespace

void plant_names(const Ground& ground, std::vector<Fault>& out) {
  std::vector<std::string> done;
  for (const measure::Fact& fact : ground.open()) {
    const bool is_name = fact.kind == measure::FactKind::kIdentifier ||
                         fact.kind == measure::FactKind::kFlag ||
                         fact.kind == measure::FactKind::kPath;
    if (!is_name || std::ranges::find(done, fact.key) != done.end()) continue;
    done.push_back(fact.key);
    const auto found = siblings(ground, fact);
    for (const std::string_view by : found)
      out.push_back(swapped(ground, FaultKind::kName, fact, by, in_place));
    if (!found.empty() || fact.kind != measure::FactKind::kFlag) continue;
    if (const std::string by = turned_flag(fact.text); !by.empty())
      out.push_back(swapped(ground, FaultKind::kName, fact, by, as_given));
  }
}

}  // namespace generator::preference
