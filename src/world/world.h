// What the tools of a specification work on: things of several kinds, with their fields.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace generator::world {

/// The words of a name, singular or not, as one text: "petId" and "pet_id" are "pet id".
std::string plain_name(std::string_view name);
/// The text of a JSON string, the JSON itself of anything else.
std::string text_of_json(std::string_view json);

struct Field {
  Field(std::string_view called, std::string_view value);
  std::string name;
  std::string plain;  // plain_name(name)
  std::string json;
};

/// What a thing lies in: a package in a pipeline, a dataset in a file.
struct Container {
  std::string kind, key;
};

struct Thing {
  std::string kind;           // a noun in the singular
  std::vector<Field> fields;  // the first one names it
  std::vector<Container> inside;
  bool is_made = false;  // by a call: what that did not say of it, it does not have

  std::string key() const { return fields.empty() ? std::string() : text_of_json(fields[0].json); }
  /// By name; "id" and "pet_id" of a pet are the same.
  const Field* find(std::string_view name) const;
  void set(std::string_view name, std::string_view json);
  /// Whether one calls it so: by its key, id, name, path or the last part of its path.
  bool is_called(std::string_view text) const;
  /// The key of what it lies in; nullptr where it lies in nothing of that kind.
  const std::string* container(std::string_view of_kind) const;
};

/// "/results" of "/results/temperature", "/" of "/results", "" of "/" and of what is no path.
std::string_view parent_path(std::string_view path);
std::string_view last_part(std::string_view path);
/// Whether `path` lies under `folder`, or is it.
bool lies_under(std::string_view path, std::string_view folder);
/// Without a slash at the end, but for "/".
std::string_view clean_path(std::string_view path);

class World {
 public:
  std::vector<Thing> things;

  bool has_kind(std::string_view kind) const;
  /// Takes `thing` out, and all that lies in it. `thing` is one of `things`.
  void remove(const Thing& thing);
  /// Groups that are missing on the way to things with a path.
  void complete_paths();
};

}  // namespace generator::world
