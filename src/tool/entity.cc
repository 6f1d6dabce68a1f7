#include "tool/entity.h"

#include <algorithm>

#include "base/text.h"
#include "tool/description.h"
#include "tool/entity_words.h"
#include "tool/parameters.h"
#include "tool/vocabulary.h"

namespace generator::tool {
namespace {

// "chunk_size", "max_chunks", "query": whatever is said of it, it names nothing.
bool names_nothing(std::string_view name) {
  const Words words = words_of(name);
  if (words.empty()) return false;
  const std::string last = singular(words.back());
  return is_measure(last) || is_free_text(last) || words[0] == "max" || words[0] == "min" ||
         words[0] == "num";
}

// What a name alone says: "pkg_id", "current_pipeline", "directory".
Entity entity_of_name(std::string_view name, bool may_stand_alone, const Vocabulary& vocabulary) {
  Entity out;
  Words words = words_of(name);
  for (std::string& word : words) word = singular(word);
  if (words.empty()) return out;
  out.attribute = text::join(words, " ");
  if (names_nothing(name)) return out;
  const std::string& last = words.back();
  out.handle = handle_of(last);
  if (out.handle != kNoHandle) {
    for (auto word = words.rbegin() + 1; word != words.rend() && out.nouns.empty(); ++word)
      if (vocabulary.knows(*word)) out.nouns = {*word};
  } else if (may_stand_alone && !is_measure(last) && !is_generic(last) && vocabulary.knows(last)) {
    out.nouns = {last};
    out.handle = is_path_like(last) ? std::uint32_t{kByPath} : std::uint32_t{kByAny};
  }
  return out;
}

// The kind of thing in front of a path's parameter: "/repositories/{owner}/{slug}" has "repository"
// for both.
std::string segment_before(std::string_view path, std::string_view parameter) {
  std::string out;
  for (const std::string_view segment : text::split(path, '/')) {
    if (segment == "{" + std::string(parameter) + "}") return out;
    if (segment.empty() || segment.front() == '{') continue;
    if (std::string noun = noun_of(segment); !noun.empty()) out = std::move(noun);
  }
  return {};
}

// The name that the service knows a path's parameter by.
std::string name_in_path(const Tool& tool, const std::string& argument) {
  for (const ArgumentPlace& place : tool.source.places)
    if (place.argument == argument && place.in == "path") return place.name;
  return {};
}

// What a thing that is being created holds, without a word on how it would be named.
bool is_content(const Parameter& parameter, const Entity& entity, const Deed& deed) {
  const std::string noun = noun_of(parameter.owner);
  return !noun.empty() && entity.handle == kByAny && same_noun(noun, deed.noun());
}

Entity entity_of(const Parameter& parameter, const Tool& tool, const Deed& deed,
                 const Vocabulary& vocabulary) {
  const bool is_text =
      parameter.type == "string" || parameter.type == "integer" || parameter.type.empty();
  Entity out = entity_of_name(parameter.name, is_text, vocabulary);
  if (parameter.is_choice || !is_text) {
    out.handle = kNoHandle;
    return out;
  }
  const Entity said = entity_of_phrase(parameter.description, vocabulary);
  out.containers = said.containers;
  if (out.handle == kNoHandle && !names_nothing(parameter.name)) out.handle = said.handle;
  if (out.handle != kNoHandle && out.nouns.empty()) out.nouns = said.nouns;
  if (out.handle != kNoHandle && out.nouns.empty())
    if (std::string noun = noun_of(parameter.owner); !noun.empty()) out.nouns = {std::move(noun)};
  const std::string in_path = name_in_path(tool, parameter.name);
  if (out.handle == kNoHandle && !in_path.empty()) out.handle = kByAny;
  if (out.handle != kNoHandle && out.nouns.empty() && !in_path.empty())
    if (std::string noun = segment_before(tool.source.path, in_path); !noun.empty())
      out.nouns = {std::move(noun)};
  if (out.handle != kNoHandle && out.nouns.empty() && deed.kind != DeedKind::kList &&
      vocabulary.knows(deed.noun()) && !is_generic(deed.noun()) && parameter.description.empty())
    out.nouns = {std::string(deed.noun())};
  out.is_new =
      said.is_new || (deed.kind == DeedKind::kCreate && in_path.empty() &&
                      (has_noun(out.nouns, deed.noun()) || is_content(parameter, out, deed)));
  return out;
}

// Where the field's own name does not say of what it is: what it stands in, else what the tool is
// about ("pull request", also as one word).
Words owner_nouns(const ResultField& field, const Deed& deed, const Vocabulary& vocabulary) {
  const Words words = words_of(field.owner);
  std::string whole = noun_of(field.owner);
  if (!whole.empty() && text::is_digit(words.back().front())) return {std::move(whole)};
  for (auto word = words.rbegin(); word != words.rend(); ++word)
    if (std::string noun = singular(*word); vocabulary.knows(noun)) return {std::move(noun)};
  if (!whole.empty()) return {std::move(whole)};
  Words out;
  if (!deed.nouns.empty()) out.emplace_back(deed.noun());
  if (deed.nouns.size() > 1) out.push_back(text::join(deed.nouns, ""));
  return out;
}

// How the tool itself is told where it is.
std::uint32_t own_handle(const std::vector<Parameter>& parameters) {
  for (const Parameter& parameter : parameters)
    if (parameter.entity.handle != kNoHandle) return parameter.entity.handle;
  return kById | kByPath;
}

// The whole result: a list of things, or the one thing that the tool is there to tell.
Entity entity_of_whole(const ResultField& field, const Tool& tool, const Meaning& meaning,
                       const Vocabulary& vocabulary) {
  const std::string_view about =
      std::string_view(tool.description).substr(0, tool.description.find(". "));
  if (!field.is_list) {
    Entity out = entity_of_phrase(field.description, vocabulary);
    out.attribute = meaning.deed.kind == DeedKind::kRead ? text::join(meaning.deed.nouns, " ") : "";
    if (meaning.deed.kind != DeedKind::kRead) out.handle = kNoHandle;
    if (out.handle == kNoHandle) return out;
    const Entity more = entity_of_phrase(about, vocabulary);
    if (out.nouns.empty()) out.nouns = more.nouns;
    out.handle |= more.handle;
    return out;
  }
  Entity out = entity_of_list(field.description, vocabulary);
  if (out.handle == kNoHandle) {
    out = entity_of_list(about, vocabulary);
    if (out.handle == kNoHandle) return out;
  }
  const bool is_vague = out.nouns.empty() || is_generic(out.nouns[0]);
  if (is_vague && out.handle == kByAny) out.handle = own_handle(meaning.parameters);
  if (out.containers.empty()) out.containers = entity_of_phrase(about, vocabulary).containers;
  return out;
}

Entity entity_of(const ResultField& field, const Tool& tool, const Meaning& meaning,
                 const Vocabulary& vocabulary) {
  using enum DeedKind;
  if (meaning.deed.kind == kDestroy || meaning.deed.kind == kClose) return {};  // it is gone
  if (field.type == FieldType::kTruth || field.type == FieldType::kObject) {
    if (!(field.is_list && field.name.empty())) return {};
  }
  if (field.name.empty()) return entity_of_whole(field, tool, meaning, vocabulary);
  const bool is_named_list = field.path.ends_with("[]");
  const Words words = words_of(field.name);
  if (is_plural(words.empty() ? "" : words.back()) && !is_named_list && !field.is_list) return {};
  Entity out = entity_of_name(field.name, field.type != FieldType::kNumber, vocabulary);
  if (out.handle == kNoHandle && field.type == FieldType::kText && !field.is_prose &&
      !names_nothing(field.name)) {
    const Entity said = entity_of_phrase(field.description, vocabulary);
    out.handle = said.handle;
    out.nouns = said.nouns;
  }
  if (field.type == FieldType::kNumber) out.handle &= kById | kByNumber | kByCode;
  const bool is_listed_thing = is_named_list && !words.empty() && is_plural(words.back()) &&
                               handle_of(singular(words.back())) == kNoHandle;
  if (is_listed_thing && !field.is_prose && !is_measure(singular(words.back()))) {
    out.handle = kByAny;
    out.nouns = {singular(words.back())};
  } else if (out.handle != kNoHandle && out.nouns.empty() &&
             handle_of(singular(words.back())) != (kById | kByPath)) {
    out.nouns = owner_nouns(field, meaning.deed, vocabulary);
  }
  return out;
}

// Things that are listed without a word on how each is named are named as arguments name them:
// datasets by path, attributes by name.
void narrow_handles(std::vector<Meaning>& meanings) {
  const auto handles_of = [&](const Words& nouns) {
    std::uint32_t out = kNoHandle;
    for (const Meaning& meaning : meanings)
      for (const Parameter& parameter : meaning.parameters)
        if (parameter.entity.handle != kByAny &&
            std::ranges::any_of(parameter.entity.nouns, [&](const std::string& noun) {
              return !is_generic(noun) && has_noun(nouns, noun);
            }))
          out |= parameter.entity.handle;
    return out;
  };
  for (Meaning& meaning : meanings)
    for (Entity& result : meaning.results)
      if (result.handle == kByAny)
        if (const std::uint32_t known = handles_of(result.nouns)) result.handle = known;
}

}  // namespace

std::vector<Meaning> meanings_of(const std::vector<Tool>& tools) {
  std::vector<Meaning> out(tools.size());
  const std::vector<Deed> deeds = deeds_of(tools);
  for (std::size_t i = 0; i < tools.size(); ++i)
    out[i] = {deeds[i], parameters_of(tools[i]), result_fields(tools[i]), {}};
  const Vocabulary vocabulary(tools, out);
  for (std::size_t i = 0; i < tools.size(); ++i) {
    for (Parameter& parameter : out[i].parameters)
      parameter.entity = entity_of(parameter, tools[i], out[i].deed, vocabulary);
    for (const ResultField& field : out[i].fields)
      out[i].results.push_back(entity_of(field, tools[i], out[i], vocabulary));
  }
  narrow_handles(out);
  return out;
}

bool can_stand_for(const Entity& field, const Entity& parameter, bool is_near) {
  if ((field.handle & parameter.handle) == 0 || parameter.is_new) return false;
  const bool field_is_loose = is_loose(field.nouns);
  const bool parameter_is_loose = is_loose(parameter.nouns);
  if (field_is_loose && parameter_is_loose) return is_near || field.handle == parameter.handle;
  if (field_is_loose || parameter_is_loose) return is_near;
  return std::ranges::any_of(field.nouns,
                             [&](const auto& noun) { return has_noun(parameter.nouns, noun); });
}

}  // namespace generator::tool
