#include "tool/state_edges.h"

#include <algorithm>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "base/text.h"
#include "tool/entity_words.h"

namespace generator::tool {
namespace {

using enum DeedKind;

// "Must be called before any other file operations."
bool says_it_is_first(std::string_view description) {
  const std::string said = text::to_lower(description);
  for (const std::string_view sign :
       {"before any other", "before all other", "before using any", "before calling any",
        "must be called first", "call this first", "use this first", "call this before",
        "must be called before"})
    if (text::contains(said, sign)) return true;
  return false;
}

bool mentions_open(std::string_view description, std::string_view noun) {
  const std::string said = text::to_lower(description);
  for (const std::string_view sign : {"currently open", "an open ", "the open ", "the opened ",
                                      "the active ", "currently connected", "current "})
    if (const std::size_t at = said.find(sign); at != std::string::npos)
      if (has_noun(words_of(said.substr(at, 60)), noun)) return true;
  return false;
}

// A tool that is told itself where the thing lies does not need it open: "Directory to scan".
bool brings_its_own(const Meaning& meaning, const Meaning& opener) {
  return std::ranges::any_of(meaning.parameters, [&](const Parameter& parameter) {
    if (!parameter.is_required || parameter.entity.handle == kNoHandle) return false;
    const Words& nouns = parameter.entity.nouns;
    return std::ranges::any_of(nouns, [&](const std::string& noun) {
      return is_path_like(noun) || same_noun(noun, opener.deed.noun());
    });
  });
}

// A sentence of `description` that names `name` and says that it goes before.
bool says_it_needs(std::string_view description, std::string_view name) {
  for (std::size_t begin = 0; begin < description.size();) {
    const std::size_t end = std::min(description.find(". ", begin), description.size());
    const std::string sentence = text::to_lower(description.substr(begin, end - begin));
    begin = end + 2;
    const std::size_t at = sentence.find(text::to_lower(name));
    if (at == std::string::npos) continue;
    const bool is_whole =
        (at == 0 || !text::is_word(sentence[at - 1])) &&
        (at + name.size() >= sentence.size() || !text::is_word(sentence[at + name.size()]));
    if (!is_whole) continue;
    for (const std::string_view sign : {" first", "requires ", "require ", "must call", "after ",
                                        "prior call", "obtained from", "returned by", "to obtain"})
      if (text::contains(sentence, sign)) return true;
  }
  return false;
}

// The letters, digits and underscores from `begin` on.
std::string_view run_at(std::string_view text, std::size_t begin) {
  std::size_t end = begin;
  while (end < text.size() && text::is_word(text[end])) ++end;
  return text.substr(begin, end - begin);
}

// Tools by how their names begin, so that a description is read once for all of them.
class Names {
 public:
  explicit Names(const std::vector<Tool>& tools) {
    for (const Tool& tool : tools) names_.push_back(text::to_lower(tool.name));
    for (std::size_t i = 0; i < tools.size(); ++i) tools_[run_at(names_[i], 0)].push_back(i);
  }
  Names(const Names&) = delete;
  Names& operator=(const Names&) = delete;
  // All whose whole names may stand in `description`.
  std::set<std::size_t> in(std::string_view description) const {
    const std::string text = text::to_lower(description);
    std::set<std::size_t> out;
    const auto take = [&](std::string_view beginning) {
      if (const auto found = tools_.find(beginning); found != tools_.end())
        out.insert(found->second.begin(), found->second.end());
    };
    take("");
    for (std::size_t i = 0; i < text.size(); ++i) {
      const std::string_view run = run_at(text, i);
      if (run.empty()) continue;
      take(run);
      i += run.size();
    }
    return out;
  }

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> tools_;
};

bool takes(const Meaning& meaning, std::string_view noun) {
  return std::ranges::any_of(meaning.parameters, [&](const Parameter& parameter) {
    const Entity& entity = parameter.entity;
    return entity.handle != kNoHandle && !entity.is_new && has_noun(entity.nouns, noun);
  });
}

// Things of that kind, told by all that they hold: `delete_relations(relations[].from, …)`.
bool takes_whole(const Meaning& meaning, std::string_view noun) {
  return meaning.deed.kind == kDestroy && same_noun(meaning.deed.noun(), noun) &&
         std::ranges::any_of(meaning.parameters, [&](const Parameter& parameter) {
           const std::string owner = noun_of(parameter.owner);
           return !owner.empty() && same_noun(owner, noun);
         });
}

bool takes_anything_named(const Meaning& meaning) {
  return std::ranges::any_of(meaning.parameters, [](const Parameter& parameter) {
    return parameter.is_required && parameter.entity.handle != kNoHandle;
  });
}

class Edges {
 public:
  Edges(const std::vector<Tool>& tools, const std::vector<Meaning>& meanings)
      : tools_(tools), meanings_(meanings), names_(tools) {}

  std::vector<StateEdge> find() {
    for (std::size_t i = 0; i < tools_.size(); ++i) {
      if (says_it_is_first(tools_[i].description)) add_all_after(i);
      if (meanings_[i].deed.kind == kOpen) add_opened(i);
      if (meanings_[i].deed.kind == kCreate) add_created(i);
      add_built(i);
      add_told(i);
    }
    std::ranges::sort(out_, {},
                      [](const StateEdge& e) { return std::tuple(e.from, e.to, e.reason); });
    const auto rest =
        std::ranges::unique(out_, {}, [](const StateEdge& e) { return std::pair(e.from, e.to); });
    out_.erase(rest.begin(), rest.end());
    return std::move(out_);
  }

 private:
  template <class Fits>
  void add_where(std::size_t from, StateReason reason, const Fits& fits) {
    for (std::size_t to = 0; to < tools_.size(); ++to)
      if (to != from && fits(meanings_[to], tools_[to])) out_.push_back({from, to, reason});
  }

  void add_all_after(std::size_t from) {
    const Meaning& opener = meanings_[from];
    add_where(from, StateReason::kTold,
              [&](const Meaning& later, const Tool&) { return !brings_its_own(later, opener); });
  }

  void add_opened(std::size_t from) {
    const std::string noun(meanings_[from].deed.noun());
    if (noun.empty()) return;
    add_where(from, StateReason::kOpened, [&](const Meaning& later, const Tool& tool) {
      if (later.deed.kind == kClose) return same_noun(later.deed.noun(), noun);
      return !takes_anything_named(later) && later.deed.kind != kOpen &&
             mentions_open(tool.description, noun);
    });
  }

  void add_created(std::size_t from) {
    const std::string noun(meanings_[from].deed.noun());
    if (noun.empty()) return;
    add_where(from, StateReason::kCreated, [&](const Meaning& later, const Tool&) {
      if (later.deed.kind == kList) return false;
      if (later.deed.kind == kCreate && same_noun(later.deed.noun(), noun)) return false;
      if (takes(later, noun) || takes_whole(later, noun)) return true;
      return later.parameters.empty() && same_noun(later.deed.noun(), noun) &&
             later.deed.kind == kRead;
    });
  }

  void add_built(std::size_t from) {
    const Meaning& first = meanings_[from];
    if (first.deed.kind != kBuild) return;
    add_where(from, StateReason::kBuilt, [&](const Meaning& later, const Tool&) {
      const bool shares = std::ranges::any_of(first.deed.nouns, [&](const std::string& noun) {
        return has_noun(later.deed.nouns, noun);
      });
      if (!shares || later.deed.kind == kBuild || later.deed.kind == kCreate) return false;
      if (later.deed.kind == kRun) return true;
      return same_noun(first.deed.noun(), later.deed.noun()) && !takes_anything_named(later) &&
             (later.deed.kind == kRead || later.deed.kind == kChange);
    });
  }

  // The description of `to` names another tool.
  void add_told(std::size_t to) {
    for (const std::size_t from : names_.in(tools_[to].description))
      if (from != to && text::contains(tools_[to].description, tools_[from].name) &&
          says_it_needs(tools_[to].description, tools_[from].name))
        out_.push_back({from, to, StateReason::kTold});
  }

  const std::vector<Tool>& tools_;
  const std::vector<Meaning>& meanings_;
  Names names_;
  std::vector<StateEdge> out_;
};

}  // namespace

std::vector<StateEdge> state_edges(const std::vector<Tool>& tools,
                                   const std::vector<Meaning>& meanings) {
  return Edges(tools, meanings).find();
}

std::vector<EndEdge> end_edges(const std::vector<Meaning>& meanings,
                               const std::vector<StateEdge>& state) {
  std::vector<EndEdge> out;
  for (std::size_t from = 0; from < meanings.size(); ++from) {
    const Deed& deed = meanings[from].deed;
    if (deed.kind == kDestroy && !deed.nouns.empty()) {
      for (std::size_t to = 0; to < meanings.size(); ++to)
        if (to != from && meanings[to].deed.kind != kCreate && takes(meanings[to], deed.noun()))
          out.push_back({from, to});
    }
    if (deed.kind != kClose) continue;
    for (const StateEdge& opened : state) {
      const Deed& opener = meanings[opened.from].deed;
      if (opened.to != from && opener.kind == kOpen && same_noun(opener.noun(), deed.noun()))
        out.push_back({from, opened.to});
    }
  }
  return out;
}

}  // namespace generator::tool
