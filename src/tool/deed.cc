#include "tool/deed.h"

#include <algorithm>
#include <unordered_map>

#include "base/text.h"

namespace generator::tool {
namespace {

using enum DeedKind;

constexpr int kCommon = 3;  // names that begin alike, for a prefix

const std::unordered_map<std::string_view, DeedKind>& verbs() {
  static const std::unordered_map<std::string_view, DeedKind> kVerbs = [] {
    const std::pair<DeedKind, std::string_view> kinds[] = {
        {kCreate,
         "create add append insert register new make upload submit import clone fork generate "
         "schedule publish allocate provision enroll invite reserve book issue post"},
        {kOpen,
         "open connect login begin start mount init initialize lock launch acquire attach "
         "subscribe activate enable"},
        {kBuild, "build compile train"},
        {kRun, "run execute deploy invoke trigger play apply"},
        {kClose,
         "close disconnect logout end stop unmount shutdown unlock finish release detach "
         "unsubscribe deactivate disable commit rollback"},
        {kDestroy,
         "delete remove destroy drop purge erase clear uninstall unregister kill cancel "
         "revoke unlink discard"},
        {kList, "list search visit browse enumerate ls discover lookup query traverse walk"},
        {kRead,
         "get read show fetch load describe view retrieve inspect check stat download print "
         "display export find peek head status verify validate resolve watch poll"},
        {kChange,
         "update set edit modify configure rename move patch put replace promote write store save "
         "change cd switch select assign merge sort reset restore extend resize mark tag"},
        {kOther,
         "analyze analyse aggregate optimize suggest identify stream scan send compare count "
         "compute calculate estimate predict convert translate summarize plot render test "
         "bootstrap construct sync copy batch filter join split echo think ask answer notify "
         "detect recommend classify parse format encode decode sample toggle"}};
    std::unordered_map<std::string_view, DeedKind> out;
    for (const auto& [kind, list] : kinds)
      for (const std::string_view verb : text::words(list)) out.emplace(verb, kind);
    return out;
  }();
  return kVerbs;
}

bool is_preposition(std::string_view word) {
  for (const std::string_view other : {"by", "for", "with", "from", "in", "of", "to", "at", "on",
                                       "as", "and", "into", "via", "using", "or"})
    if (word == other) return true;
  return false;
}

DeedKind kind_of_method(std::string_view method, std::string_view path) {
  if (method == "GET" || method == "HEAD") return path.ends_with('}') ? kRead : kList;
  if (method == "POST") return kCreate;
  if (method == "DELETE") return kDestroy;
  if (method == "PUT" || method == "PATCH") return kChange;
  return kOther;
}

void add_nouns(Deed& deed, Words::const_iterator from, Words::const_iterator to) {
  for (; from != to && !is_preposition(*from); ++from) {
    deed.is_of_many = is_plural(*from);
    deed.nouns.push_back(singular(*from));
  }
}

Deed deed_of(const Tool& tool, const Words& words) {
  Deed out;
  const auto verb = std::ranges::find_if(words, is_verb);
  if (verb != words.end()) {
    out.verb = *verb;
    out.kind = deed_kind(*verb);
    add_nouns(out, verb + 1, words.end());
    if (out.nouns.empty()) add_nouns(out, words.begin(), verb);
  } else {
    out.kind = kind_of_method(tool.source.method, tool.source.path);
    add_nouns(out, words.begin(), words.end());
  }
  // "find pets" tells of many, "find pet by id" of one; "get pets" lists as well.
  if (out.kind == kRead && out.is_of_many) out.kind = kList;
  return out;
}

}  // namespace

DeedKind deed_kind(std::string_view verb) {
  const auto found = verbs().find(verb);
  return found == verbs().end() ? kOther : found->second;
}

bool is_verb(std::string_view word) { return verbs().contains(word); }

std::vector<Deed> deeds_of(const std::vector<Tool>& tools) {
  std::vector<Words> names;
  std::unordered_map<std::string, int> first_words;  // of names of several words
  for (const Tool& tool : tools) {
    names.push_back(words_of(tool.source.name.empty() ? tool.name : tool.source.name));
    if (names.back().size() > 1) ++first_words[names.back()[0]];
  }
  std::vector<Deed> out;
  for (std::size_t i = 0; i < tools.size(); ++i) {
    Words& words = names[i];
    if (words.size() > 1 && !is_verb(words[0]) && first_words[words[0]] >= kCommon)
      words.erase(words.begin());
    out.push_back(deed_of(tools[i], words));
  }
  return out;
}

bool comes_before(DeedKind first, DeedKind later) {
  return (first == kOpen && later == kClose) || (first == kBuild && later == kRun);
}

}  // namespace generator::tool
