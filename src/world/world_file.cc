#include "world/world_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "base/text.h"
#include "base/yaml.h"
#include "tool/words.h"

namespace generator::world {
namespace {

constexpr std::size_t kMostThings = 100'000;

class Reader {
 public:
  Reader(yaml::Node root, const Understanding& known) : root_(root), known_(known) {}

  Result<World> read() {
    if (!root_.is_mapping() || root_.size() == 0)
      return root_.error(
          "must have a list of things under the name of each kind: `pipelines: [{id: …}]`");
    for (yaml::Node list : root_) kinds_.push_back(kind_of(list));
    CHECK_OK(check_kinds());
    std::size_t i = 0;
    for (yaml::Node list : root_) {
      CHECK_OK(list.expect(yaml::Kind::kSequence));
      for (yaml::Node node : list) CHECK_OK(add(kinds_[i], node));
      ++i;
    }
    CHECK_OK(check_containers());
    return std::move(out_);
  }

 private:
  static std::string kind_of(yaml::Node list) {
    tool::Words words = tool::words_of(list.key());
    for (std::string& word : words) word = tool::singular(word);
    return text::join(words, " ");
  }

  // At least one of them must be a kind that the tools know: else it is another's world.
  Status check_kinds() const {
    std::vector<std::string> wanted;
    for (const Kind& kind : known_.kinds) wanted.push_back(kind.noun);
    const bool is_any = wanted.empty() || std::ranges::any_of(kinds_, [&](const std::string& kind) {
                          return tool::has_noun(wanted, kind);
                        });
    if (is_any) return {};
    return root_.error(
        fmt::format("has no kind that the tools work on; they know: {}", text::join(wanted, ", ")));
  }

  Status add(const std::string& kind, yaml::Node node) {
    if (out_.things.size() >= kMostThings)
      return node.error(fmt::format("is one too many: a world has at most {} things",
                                    text::with_commas(kMostThings)));
    Thing thing{kind, {}, {}, false};
    if (node.is_scalar() && !node.is_null()) {
      const Kind* known = known_.kind(kind);
      thing.fields.emplace_back(known != nullptr ? known->key_name : "name", yaml::to_json(node));
    } else if (!node.is_mapping() || node.size() == 0) {
      return node.error(
          "must be a thing with its fields, the first one its name: `{id: 7, name: Luna}`");
    }
    if (node.is_mapping()) CHECK_OK(add_fields(thing, node));
    if (!seen_.emplace(thing.kind, thing.inside.empty() ? "" : thing.inside[0].key, thing.key())
             .second)
      return node.error(
          fmt::format("is there twice: another {} is called '{}'", kind, thing.key()));
    places_.push_back(node);
    out_.things.push_back(std::move(thing));
    return {};
  }

  Status add_fields(Thing& thing, yaml::Node node) {
    for (yaml::Node field : node) {
      const std::string value = yaml::to_json(field);
      const std::string holder = holding_kind(thing.kind, field.key());
      if (thing.fields.empty()) {
        if (!field.is_scalar() || field.is_null() || field.text().empty())
          return field.error(
              "names the thing, as it is its first field: it must be a text or a number");
        thing.fields.emplace_back(field.key(), value);
      } else if (!holder.empty() && field.is_scalar()) {
        thing.inside.push_back({holder, text_of_json(value)});
      } else {
        thing.fields.emplace_back(field.key(), value);
      }
    }
    return {};
  }

  // The kind that a field names: `pipeline` of a package, where there are pipelines.
  std::string holding_kind(const std::string& own, std::string_view field) const {
    const std::string plain = plain_name(field);
    for (const std::string& kind : kinds_)
      if (kind != own && kind == plain) return kind;
    return {};
  }

  Status check_containers() const {
    for (std::size_t i = 0; i < places_.size(); ++i)
      for (const Container& container : out_.things[i].inside) {
        const auto is_it = [&](const Thing& thing) {
          return thing.kind == container.kind && thing.key() == container.key;
        };
        if (std::ranges::none_of(out_.things, is_it))
          return places_[i]
              .find(container.kind)
              .value_or(places_[i])
              .error(fmt::format("names no {}: there is none called '{}'", container.kind,
                                 container.key));
      }
    return {};
  }

  yaml::Node root_;
  const Understanding& known_;
  std::vector<std::string> kinds_;
  std::vector<yaml::Node> places_;
  std::set<std::tuple<std::string, std::string, std::string>> seen_;
  World out_;
};

}  // namespace

Result<World> parse_world(std::string_view text, std::string name,
                          const Understanding& understanding) {
  TRY(const yaml::Document document, yaml::Document::parse(text, std::move(name)));
  return Reader(document.root(), understanding).read();
}

}  // namespace generator::world
