// The phrases are those met in software manuals; matching is by lower-case words, so that it is
// linear and has no surprises. What is cut is only what stands between punctuation, so that the
// rest stays a sentence.
#include "qa/pointers.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace generator::qa {
namespace {

using text::to_lower;

bool starts_with(std::string_view s, std::string_view start) {
  return s.substr(0, start.size()) == start;
}

// Things that documents have and answers have not.
constexpr std::string_view kThings[] = {"figure",  "fig.",    "table",    "example",     "listing",
                                        "section", "chapter", "appendix", "diagram",     "image",
                                        "code",    "page",    "program",  "illustration"};
constexpr std::string_view kPlaces[] = {"above",
                                        "below",
                                        "earlier",
                                        "later",
                                        "previously",
                                        "next page",
                                        "previous section",
                                        "next section",
                                        "following section",
                                        "preceding section",
                                        "elsewhere in this"};

bool has_place(std::string_view lower) {
  return std::any_of(std::begin(kPlaces), std::end(kPlaces),
                     [&](auto place) { return text::contains(lower, place); });
}

bool has_numbered_thing(std::string_view lower) {
  for (const auto thing : kThings) {
    for (std::size_t at = lower.find(thing); at != std::string_view::npos;
         at = lower.find(thing, at + 1)) {
      std::string_view rest = lower.substr(at + thing.size());
      if (at > 0 && text::is_word(lower[at - 1])) continue;
      if (starts_with(rest, "s ")) rest.remove_prefix(1);
      if (rest.size() > 1 && rest[0] == ' ' && text::is_digit(rest[1])) return true;
    }
  }
  return false;
}

bool has_thing(std::string_view lower) {
  return std::any_of(std::begin(kThings), std::end(kThings),
                     [&](auto thing) { return text::contains(lower, thing); });
}

// "see ...", "refer to ...", "as shown in ...": a pointer where it stands between punctuation.
bool opens_as_pointer(std::string_view lower) {
  static constexpr std::string_view kOpenings[] = {"see ",
                                                   "refer to ",
                                                   "as shown",
                                                   "as illustrated",
                                                   "as described",
                                                   "as discussed",
                                                   "as explained",
                                                   "as mentioned",
                                                   "as noted",
                                                   "as stated",
                                                   "as seen",
                                                   "as in figure",
                                                   "as in table",
                                                   "shown in figure",
                                                   "illustrated in",
                                                   "described in ",
                                                   "for details, see",
                                                   "for more information",
                                                   "for more details",
                                                   "for further",
                                                   "for additional information",
                                                   "for an example, see",
                                                   "for examples, see",
                                                   "also see"};
  return std::any_of(std::begin(kOpenings), std::end(kOpenings),
                     [&](auto opening) { return starts_with(lower, opening); });
}

bool is_pointer(std::string_view part) {
  const std::string lower = to_lower(text::trim(part));
  if (!opens_as_pointer(lower)) return false;
  return starts_with(lower, "see ") || starts_with(lower, "refer to ") ||
         starts_with(lower, "for ") || starts_with(lower, "also see") || has_place(lower) ||
         has_numbered_thing(lower) || has_thing(lower);
}

std::string without_parentheses(std::string_view s) {
  std::string out;
  std::size_t at = 0;
  while (at < s.size()) {
    const std::size_t open = s.find('(', at);
    const std::size_t close = open == std::string_view::npos ? open : s.find(')', open);
    if (close == std::string_view::npos) break;
    out.append(s.substr(at, open - at));
    if (is_pointer(s.substr(open + 1, close - open - 1))) {
      while (!out.empty() && out.back() == ' ') out.pop_back();
    } else {
      out.append(s.substr(open, close + 1 - open));
    }
    at = close + 1;
  }
  return out.append(s.substr(at));
}

// Cuts ", as shown in Figure 3" before the final stop, and "As stated above, " at the front.
std::string without_clauses(std::string s) {
  const std::size_t comma = s.rfind(", ");
  if (comma != std::string::npos && is_pointer(std::string_view(s).substr(comma + 2))) {
    const char stop = s.back();
    s.resize(comma);
    if (stop == '.' || stop == ':' || stop == '!') s += stop;
  }
  const std::size_t first = s.find(", ");
  if (first != std::string::npos && is_pointer(std::string_view(s).substr(0, first)) &&
      first + 2 < s.size()) {
    s.erase(0, first + 2);
    if (s[0] >= 'a' && s[0] <= 'z') s[0] = static_cast<char>(s[0] - 'a' + 'A');
  }
  return s;
}

bool only_points(std::string_view sentence) {
  const std::string lower = to_lower(text::trim(sentence));
  if (starts_with(lower, "see ") || starts_with(lower, "refer to ") ||
      starts_with(lower, "please see") || starts_with(lower, "please refer") ||
      starts_with(lower, "see also") || starts_with(lower, "for more information") ||
      starts_with(lower, "for further information") || starts_with(lower, "for more details") ||
      starts_with(lower, "for details"))
    return true;
  // "The figure below shows ...", "Figure 3 illustrates ...", "The following section describes ..."
  for (const std::string_view verb :
       {" shows ", " show ", " illustrates ", " illustrate ", " describes ", " lists ", " depicts ",
        " presents ", " summarizes ", " gives ", " discusses "}) {
    const std::size_t at = lower.find(verb);
    if (at == std::string::npos) continue;
    const std::string subject = lower.substr(0, at) + " ";
    if (has_thing(subject) && (has_place(subject) || has_numbered_thing(subject) ||
                               starts_with(subject, "the following") ||
                               starts_with(subject, "this ") || starts_with(subject, "the next")))
      return lower.back() != ':';
  }
  return false;
}

}  // namespace

std::string without_pointers(std::string_view sentence) {
  if (only_points(sentence)) return "";
  return without_clauses(without_parentheses(sentence));
}

std::string dangling_words(std::string_view answer, bool has_example) {
  const std::string lower = to_lower(answer);
  static constexpr std::string_view kAlways[] = {
      "figure below",     "figure above",      "figures below",     "figures above",
      "table above",      "table below",       "tables below",      "diagram below",
      "image below",      "example above",     "examples above",    "example below",
      "examples below",   "section below",     "section above",     "sections below",
      "described below",  "described above",   "discussed below",   "discussed above",
      "shown below",      "shown above",       "mentioned above",   "listed below",
      "listed above",     "see below",         "see above",         "as noted above",
      "as above",         "in this chapter",   "in this section",   "in this document",
      "in this guide",    "this chapter",      "this section",      "this tutorial",
      "previous section", "next section",      "following section", "preceding section",
      "later in this",    "earlier in this",   "next figure",       "previous figure",
      "following figure", "following figures", "previous example",  "code above",
      "code below",       "preceding example", "above example",     "above code",
      "above figure",     "above table",       "below figure"};
  static constexpr std::string_view kUnlessShown[] = {
      "following example",      "following code",   "following table",   "following program",
      "shown in the following", "the example code", "following examples"};
  for (const auto words : kAlways)
    if (text::contains(lower, words)) return std::string(words);
  if (!has_example)
    for (const auto words : kUnlessShown)
      if (text::contains(lower, words)) return std::string(words);
  for (const std::string_view thing :
       {"figure ", "table ", "example ", "listing ", "section ", "chapter "})
    for (std::size_t at = lower.find(thing); at != std::string::npos;
         at = lower.find(thing, at + 1)) {
      const std::size_t number = at + thing.size();
      if ((at == 0 || !text::is_word(lower[at - 1])) && number < lower.size() &&
          text::is_digit(lower[number]))
        return lower.substr(at, thing.size() + 1);
    }
  return "";
}

}  // namespace generator::qa
