// Replies of which only a sentence tells what they hold.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "tool/schema.h"
#include "tool/words.h"
#include "world/array_reply.h"
#include "world/prose_facts.h"
#include "world/reply.h"
#include "world/values.h"

namespace generator::world {
namespace {

bool has(std::string_view text, std::string_view part) { return text::contains(text, part); }

// What stands in quotes after "or": "Current filename or 'No file currently open'".
std::string quoted_alternative(std::string_view description) {
  const std::size_t begin = description.find("or '");
  if (begin == std::string_view::npos) return {};
  const std::size_t end = description.find('\'', begin + 4);
  return end == std::string_view::npos
             ? ""
             : std::string(description.substr(begin + 4, end - begin - 4));
}

// "type, shape, and keys (for groups)" taken apart at commas, "and", "with", "plus", brackets.
std::vector<std::string> parts_of(std::string_view description) {
  std::string text = text::to_lower(description);
  for (const std::string_view mark :
       {" and ", " with ", " plus ", " including ", " (", ") ", ")", "; "})
    text = text::replace_all(text, mark, ",");
  std::vector<std::string> out;
  for (const std::string_view part : text::split(text, ','))
    if (!text::trim(part).empty()) out.emplace_back(text::trim(part));
  return out;
}

class Prose {
 public:
  explicit Prose(const Moment& moment)
      : moment_(moment),
        facts_(moment),
        writer_(out_),
        subject_(facts_.subject),
        array_(facts_.array) {}

  std::string write() {
    if (moment_.part && facts_.type != "object" && facts_.type != "array")
      return as_type(*moment_.part);
    if (moment_.part && !has(facts_.description, "with")) return *moment_.part;
    if (facts_.type == "object")
      object();
    else if (facts_.type == "array")
      list();
    else
      scalar();
    return std::move(out_);
  }

 private:
  // As the tool's type wants it.
  std::string as_type(const std::string& value) const {
    return facts_.type == "string" && value.front() != '"' ? json::quote(value) : value;
  }

  void scalar() {
    const std::string quoted = quoted_alternative(facts_.description);
    if (moment_.is_empty_handed && !quoted.empty()) {
      out_ += json::quote(quoted);
      return;
    }
    const std::string noun = text::join(moment_.plan.deed.nouns, " ");
    if (has(text::to_lower(facts_.description), "message")) {
      out_ += json::quote(facts_.message());
      return;
    }
    if (const auto known = facts_.fact(noun)) {
      out_ += as_type(*known);
      return;
    }
    if (facts_.type == "string" || facts_.type.empty()) {
      out_ += json::quote(facts_.message());
      return;
    }
    out_ += leaf_value(facts_.schema, {noun}, seed_of(moment_.seed, moment_.arguments.raw(), noun));
  }

  void object() {
    if (has(facts_.description, "ictionary of all attributes") ||
        (moment_.plan.kind == "attribute" && subject_ != nullptr)) {
      const Field* attributes = subject_ != nullptr ? subject_->find("attributes") : nullptr;
      out_ += attributes != nullptr ? attributes->json : "{}";
      return;
    }
    writer_.begin_object();
    if (is_http_without_body())
      once("status",
           [&] { writer_.integer(moment_.plan.deed.kind == tool::DeedKind::kCreate ? 201 : 200); });
    if (subject_ != nullptr && moment_.named.size() <= 1)
      once(subject_->fields[0].name, [&] { writer_.raw(subject_->fields[0].json); });
    if (const auto folder = moment_.argument("directory"))
      once("directory", [&] { writer_.raw(folder->raw()); });
    const std::size_t named = done_.size();
    for (const std::string& part : parts_of(facts_.description)) write_part(part);
    if (done_.size() == named) whole(named);
    writer_.end_object();
  }

  bool is_http_without_body() const {
    return !moment_.plan.tool->source.method.empty() &&
           moment_.plan.deed.kind != tool::DeedKind::kRead &&
           moment_.plan.deed.kind != tool::DeedKind::kList;
  }

  // Nothing that the sentence names is known: the thing itself, or that it is done.
  void whole(std::size_t named) {
    if (subject_ != nullptr && moment_.plan.deed.kind != tool::DeedKind::kDestroy)
      for (const Field& field : subject_->fields)
        if (field.name != "range") once(field.name, [&] { writer_.raw(field.json); });
    if (done_.size() == named) once("message", [&] { writer_.string(facts_.message()); });
  }

  template <class Write>
  void once(std::string_view name, const Write& write) {
    if (std::ranges::find(done_, name) != done_.end()) return;
    done_.emplace_back(name);
    writer_.key(name);
    write();
  }

  void write_part(const std::string& part) {
    if (has(part, "message"))
      once("message", [&] { writer_.string(facts_.message()); });
    else if (has(part, "per-chunk") && array_)
      chunk_statistics();
    else if (has(part, "per-dataset stat"))
      once("datasets", [&] { write_statistics(writer_, moment_); });
    else if (has(part, "per-dataset"))
      once("datasets", [&] { summaries(); });
    else if (has(part, "aggregat"))
      once("aggregate", [&] { write_aggregate(writer_, moment_); });
    else if (has(part, "recommendation"))
      recommendations();
    else if (has(part, "chunk shape"))
      chunk_storage();
    else if (has(part, "content") || has(part, "slice") || has(part, "metadata"))
      slice();
    else if (has(part, "total size") || part == "sizes" || part == "size")
      sizes(part);
    else if (has(part, "count") || has(part, "number of"))
      count(part);
    else if (part == "keys" || has(part, "children"))
      keys();
    else if (part == "type" && subject_ != nullptr)
      once("type", [&] { writer_.string(subject_->kind); });
    else if (part == "shape" && array_)
      once("shape", [&] { writer_.raw(extent_json(array_->shape())); });
    else if (part == "type" || part.size() < 40)
      known(part);
  }

  void known(const std::string& part) {
    const std::string name = plain_name(part);
    if (const auto value = facts_.fact(name))
      once(text::replace_all(name, " ", "_"), [&] { writer_.raw(*value); });
  }

  void chunk_statistics() {
    if (std::ranges::find(done_, "chunks") != done_.end()) return;
    done_.emplace_back("chunks");
    write_chunk_statistics(writer_, moment_, *array_);
  }

  void recommendations() {
    if (!array_) return;
    const auto pattern = moment_.argument("access_pattern");
    const std::string wanted(pattern ? pattern->text() : "sequential");
    once("access_pattern", [&] { writer_.string(wanted); });
    once("recommendations", [&] { write_recommendations(writer_, *array_, wanted); });
  }

  void chunk_storage() {
    if (!array_) return;
    once("chunks", [&] {
      if (array_->chunks())
        writer_.raw(extent_json(*array_->chunks()));
      else
        writer_.null();
    });
    if (array_->chunks())
      once("chunk_size_kb",
           [&] { writer_.number(rounded(static_cast<double>(array_->chunk_bytes()) / 1024, 1)); });
    else
      once("layout", [&] { writer_.string("contiguous"); });
  }

  void slice() {
    if (!array_ || std::ranges::find(done_, "data") != done_.end()) return;
    const auto slice = slice_of(moment_, *array_);
    if (!slice) return;
    for (const std::string_view name : {"shape", "dtype", "data"}) done_.emplace_back(name);
    write_slice(writer_, *array_, *subject_, *slice);
  }

  void summaries() {
    writer_.begin_array();
    for (const Thing& thing : moment_.named)
      if (const auto array = Array::of(thing, moment_.seed)) {
        writer_.begin_object().field("path", thing.key());
        if (const auto slice = slice_of(moment_, *array))
          write_slice(writer_, *array, thing, *slice);
        writer_.end_object();
      }
    writer_.end_array();
  }

  void sizes(const std::string& part) {
    double total = 0;
    std::string each;
    json::Writer sizes(each);
    sizes.begin_object();
    for (const Thing& thing : facts_.scope())
      if (const auto array = Array::of(thing, moment_.seed)) {
        total += static_cast<double>(array->bytes());
        sizes.field(thing.key(), array->megabytes());
      }
    sizes.end_object();
    once("total_size_mb", [&] { writer_.number(rounded(total / 1'048'576.0, 2)); });
    if (part == "sizes") once("sizes_mb", [&] { writer_.raw(each); });
  }

  void count(const std::string& part) {
    tool::Words words = tool::words_of(part);
    std::erase_if(words, [](const std::string& w) {
      return w == "count" || w == "number" || w == "of" || w == "total";
    });
    if (words.empty()) return;
    const std::string noun = tool::singular(words.back());
    std::int64_t found = 0;
    for (const Thing& thing : facts_.scope())
      found += thing.kind == noun && (subject_ == nullptr || thing.key() != subject_->key());
    const bool is_kind = moment_.world.has_kind(noun);
    const Wanted wanted{part};
    once(noun + "_count", [&] {
      if (is_kind)
        writer_.integer(found);
      else
        writer_.integer(noun == "worker" ? 4
                                         : 1 + static_cast<std::int64_t>(
                                                   seed_of(moment_.seed, wanted.name) % 9));
    });
  }

  void keys() {
    if (subject_ == nullptr || subject_->kind != "group") return;
    once("keys", [&] {
      writer_.begin_array();
      for (const std::string& name : facts_.child_names()) writer_.string(name);
      writer_.end_array();
    });
  }

  void list() {
    const std::string said = text::to_lower(facts_.description);
    writer_.begin_array();
    if (has(said, "keys") || has(said, "children")) {
      for (const std::string& name : facts_.child_names()) writer_.string(name);
    } else if (has(said, "path") && moment_.named.empty()) {
      for (const Thing& thing : facts_.scope())
        if (!thing.inside.empty())
          writer_.begin_object().field("path", thing.key()).field("type", thing.kind).end_object();
    } else if (!write_array_list(writer_, moment_, said, facts_.scope())) {
      for (const Thing& thing : moment_.listed(moment_.plan.kind))
        if (thing.fields.size() > 1)
          writer_.raw(shown_thing(thing));
        else
          writer_.raw(thing.fields[0].json);
    }
    writer_.end_array();
  }

  const Moment& moment_;
  ProseFacts facts_;
  std::string out_;
  json::Writer writer_;
  const Thing* subject_;
  const std::optional<Array>& array_;
  std::vector<std::string> done_;
};

}  // namespace

std::string reply_by_prose(const Moment& moment) { return Prose(moment).write(); }

}  // namespace generator::world
