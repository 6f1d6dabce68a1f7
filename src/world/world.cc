#include "world/world.h"

#include <algorithm>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "tool/words.h"

namespace generator::world {
namespace {

constexpr std::string_view kNaming[] = {"id",  "name",   "path", "uuid", "slug",
                                        "key", "number", "code", "title"};

// "pet id" of a pet is its "id".
std::string_view own_part(std::string_view plain, std::string_view kind) {
  const std::size_t space = plain.find(' ');
  if (space == std::string_view::npos) return plain;
  return tool::same_noun(plain.substr(0, space), kind) ? plain.substr(space + 1) : plain;
}

bool is_naming(std::string_view part) {
  return std::ranges::find(kNaming, part) != std::end(kNaming);
}

}  // namespace

std::string plain_name(std::string_view name) { return text::join(tool::words_of(name), " "); }

std::string text_of_json(std::string_view json) {
  if (json.empty() || json.front() != '"') return std::string(json);
  const auto is_plain = [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; };
  if (json.size() > 1 && json.back() == '"') {
    const std::string_view inside = json.substr(1, json.size() - 2);
    if (std::ranges::all_of(inside, is_plain)) return std::string(inside);
  }
  const auto document = json::Document::parse(json);
  return document ? std::string(document->root().text()) : std::string(json);
}

Field::Field(std::string_view called, std::string_view value)
    : name(called), plain(plain_name(called)), json(value) {}

const Field* Thing::find(std::string_view name) const {
  for (const Field& field : fields)
    if (field.name == name) return &field;
  const std::string plain = plain_name(name);
  if (plain.empty()) return nullptr;
  for (const Field& field : fields)
    if (field.plain == plain) return &field;
  const std::string_view wanted = own_part(plain, kind);
  for (const Field& field : fields)
    if (own_part(field.plain, kind) == wanted) return &field;
  return nullptr;
}

void Thing::set(std::string_view name, std::string_view json) {
  if (const Field* field = find(name))
    const_cast<Field*>(field)->json = json;
  else
    fields.emplace_back(name, json);
}

bool Thing::is_called(std::string_view text) const {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string_view part = own_part(fields[i].plain, kind);
    if (i > 0 && !is_naming(part)) continue;
    const std::string value = text_of_json(fields[i].json);
    if (value == text) return true;
    if (value.find('/') == std::string::npos && text.find('/') == std::string_view::npos) continue;
    if (clean_path(value) == clean_path(text)) return true;
    if (inside.empty() && !text.empty() && last_part(value) == text) return true;
    if (text.front() != '/' && value.front() == '/' && value.substr(1) == text) return true;
  }
  return false;
}

const std::string* Thing::container(std::string_view of_kind) const {
  for (const Container& container : inside)
    if (tool::same_noun(container.kind, of_kind)) return &container.key;
  return nullptr;
}

std::string_view clean_path(std::string_view path) {
  while (path.size() > 1 && path.back() == '/') path.remove_suffix(1);
  return path;
}

std::string_view parent_path(std::string_view path) {
  path = clean_path(path);
  const std::size_t slash = path.rfind('/');
  if (slash == std::string_view::npos || path == "/") return {};
  return slash == 0 ? path.substr(0, 1) : path.substr(0, slash);
}

std::string_view last_part(std::string_view path) {
  path = clean_path(path);
  const std::size_t slash = path.rfind('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

bool lies_under(std::string_view path, std::string_view folder) {
  path = clean_path(path);
  folder = clean_path(folder);
  if (folder == "/" || folder == "." || path == folder) return true;
  return path.size() > folder.size() && path.starts_with(folder) && path[folder.size()] == '/';
}

bool World::has_kind(std::string_view kind) const {
  return std::ranges::any_of(things,
                             [&](const Thing& thing) { return tool::same_noun(thing.kind, kind); });
}

void World::remove(const Thing& thing) {
  const std::string kind = thing.kind, key = thing.key();
  const std::vector<Container> around = thing.inside;
  const auto same_place = [&](const Thing& other) {
    return std::ranges::all_of(around, [&](const Container& container) {
      const std::string* key_of = other.container(container.kind);
      return key_of != nullptr && *key_of == container.key;
    });
  };
  const bool is_path = key.starts_with('/') && key.size() > 1;
  std::erase_if(things, [&](const Thing& other) {
    if (!same_place(other)) return false;
    if (other.kind == kind && other.key() == key) return true;
    if (is_path && !other.inside.empty() && lies_under(other.key(), key)) return true;
    const std::string* lies_in = other.container(kind);
    return lies_in != nullptr && *lies_in == key;
  });
}

void World::complete_paths() {
  std::set<std::pair<std::string, std::string>> known;  // container, path
  const auto place = [](const Thing& thing) {
    return thing.inside.empty() ? std::string() : thing.inside[0].key;
  };
  for (const Thing& thing : things) known.emplace(place(thing), clean_path(thing.key()));
  const std::size_t count = things.size();
  for (std::size_t i = 0; i < count; ++i) {
    if (things[i].inside.empty() || !things[i].key().starts_with('/')) continue;
    const std::string key = things[i].key();
    for (std::string_view path = parent_path(key); !path.empty(); path = parent_path(path)) {
      if (!known.emplace(place(things[i]), path).second) break;
      Thing group{"group", {}, things[i].inside, false};
      group.fields.emplace_back("path", json::quote(path));
      things.push_back(std::move(group));
    }
  }
}

}  // namespace generator::world
