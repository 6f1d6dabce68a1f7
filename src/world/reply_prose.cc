// Replies of which only a sentence tells what they hold.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "tool/schema.h"
#include "tool/words.h"
#include "world/array_reply.h"
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
  return end == std::string_view::npos ? "" : std::string(description.substr(begin + 4, end - begin - 4));
}

// "type, shape, and keys (for groups)" taken apart at commas, "and", "with", "plus", brackets.
std::vector<std::string> parts_of(std::string_view description) {
  std::string text = text::to_lower(description);
  for (const std::string_view mark : {" and ", " with ", " plus ", " including ", " (", ") ", ")", "; "})
    text = text::replace_all(text, mark, ",");
  std::vector<std::string> out;
  for (const std::string_view part : text::split(text, ','))
    if (!text::trim(part).empty()) out.emplace_back(text::trim(part));
  return out;
}

class Prose {
 public:
  explicit Prose(const Moment& moment)
      : moment_(moment), writer_(out_), subject_(moment.subject ? &*moment.subject : nullptr) {
    if (subject_ != nullptr) array_ = Array::of(*subject_, moment.seed);
    if (moment.plan.output) {
      const json::Value schema = tool::resolve(moment.plan.output->root(), moment.plan.output->root());
      type_ = tool::type_of(schema);
      description_ = schema.text_of("description");
      schema_ = schema;
    } else {
      type_ = default_type();
    }
  }

  std::string write() {
    if (moment_.part && type_ != "object" && type_ != "array") return as_type(*moment_.part);
    if (moment_.part && !has(description_, "with")) return *moment_.part;
    if (type_ == "object") object();
    else if (type_ == "array") list();
    else scalar();
    return std::move(out_);
  }

 private:
  std::string default_type() const {
    switch (moment_.plan.deed.kind) {
      case tool::DeedKind::kList: return moment_.plan.kind.empty() ? "object" : "array";
      case tool::DeedKind::kRead: return "object";
      default: return moment_.plan.tool->source.method.empty() ? "string" : "object";
    }
  }

  // As the tool's type wants it.
  std::string as_type(const std::string& value) const {
    return type_ == "string" && value.front() != '"' ? json::quote(value) : value;
  }

  void scalar() {
    const std::string quoted = quoted_alternative(description_);
    if (moment_.is_empty_handed && !quoted.empty()) { out_ += json::quote(quoted); return; }
    const std::string noun = text::join(moment_.plan.deed.nouns, " ");
    if (has(text::to_lower(description_), "message")) { out_ += json::quote(message()); return; }
    if (const auto known = fact(noun)) { out_ += as_type(*known); return; }
    if (type_ == "string" || type_.empty()) { out_ += json::quote(message()); return; }
    out_ += leaf_value(schema_, {noun}, seed_of(moment_.seed, moment_.arguments.raw(), noun));
  }

  std::string message() const {
    std::string out = deed_message(moment_);
    if (has(description_, "mode"))
      for (const auto& [kind, thing] : moment_.session.open)
        if (const Field* mode = thing.find("mode")) out += fmt::format(" (mode: {})", text_of_json(mode->json));
    return out;
  }

  // What is known under that name.
  std::optional<std::string> fact(const std::string& noun) const {
    const bool is_array = array_.has_value();
    if (is_array && noun == "shape")
      return type_ == "string" ? json::quote(extent_tuple(array_->shape())) : extent_json(array_->shape());
    if (is_array && (noun == "size" || noun == "element"))
      return fmt::format("{}", has(description_ + moment_.plan.tool->description, "byte") ? array_->bytes() : array_->elements());
    if (subject_ != nullptr)
      if (const Field* own = subject_->find(noun)) return own->json;
    for (const auto& [kind, thing] : moment_.session.open) {
      if (noun == kind + " name" || noun == kind + " path" || noun == kind) return thing.fields[0].json;
      if (const Field* own = thing.find(noun)) return own->json;
    }
    return std::nullopt;
  }

  void object() {
    if (has(description_, "ictionary of all attributes") || (moment_.plan.kind == "attribute" && subject_ != nullptr)) {
      const Field* attributes = subject_ != nullptr ? subject_->find("attributes") : nullptr;
      out_ += attributes != nullptr ? attributes->json : "{}";
      return;
    }
    writer_.begin_object();
    if (is_http_without_body()) once("status", [&] { writer_.integer(moment_.plan.deed.kind == tool::DeedKind::kCreate ? 201 : 200); });
    if (subject_ != nullptr && moment_.named.size() <= 1)
      once(subject_->fields[0].name, [&] { writer_.raw(subject_->fields[0].json); });
    if (const auto folder = moment_.argument("directory")) once("directory", [&] { writer_.raw(folder->raw()); });
    const std::size_t named = done_.size();
    for (const std::string& part : parts_of(description_)) write_part(part);
    if (done_.size() == named) whole();
    writer_.end_object();
  }

  bool is_http_without_body() const {
    return !moment_.plan.tool->source.method.empty() && moment_.plan.deed.kind != tool::DeedKind::kRead &&
           moment_.plan.deed.kind != tool::DeedKind::kList;
  }

  // Nothing that the sentence names is known: the thing itself, or that it is done.
  void whole() {
    if (subject_ != nullptr && moment_.plan.deed.kind != tool::DeedKind::kDestroy)
      for (const Field& field : subject_->fields)
        if (field.name != "range") once(field.name, [&] { writer_.raw(field.json); });
    if (done_.size() <= 2) once("message", [&] { writer_.string(message()); });
  }

  template <class Write>
  void once(std::string_view name, const Write& write) {
    if (std::ranges::find(done_, name) != done_.end()) return;
    done_.emplace_back(name);
    writer_.key(name);
    write();
  }

  void write_part(const std::string& part) {
    if (has(part, "message")) once("message", [&] { writer_.string(message()); });
    else if (has(part, "per-chunk") && array_) chunk_statistics();
    else if (has(part, "per-dataset stat")) once("datasets", [&] { write_statistics(writer_, moment_); });
    else if (has(part, "per-dataset")) once("datasets", [&] { summaries(); });
    else if (has(part, "aggregat")) once("aggregate", [&] { write_aggregate(writer_, moment_); });
    else if (has(part, "recommendation")) recommendations();
    else if (has(part, "chunk shape")) chunk_storage();
    else if (has(part, "content") || has(part, "slice") || has(part, "metadata")) slice();
    else if (has(part, "total size") || part == "sizes" || part == "size") sizes(part);
    else if (has(part, "count") || has(part, "number of")) count(part);
    else if (part == "keys" || has(part, "children")) keys();
    else if (part == "type" && subject_ != nullptr) once("type", [&] { writer_.string(subject_->kind); });
    else if (part == "shape" && array_) once("shape", [&] { writer_.raw(extent_json(array_->shape())); });
    else if (part == "type" || part.size() < 40) known(part);
  }

  void known(const std::string& part) {
    const std::string name = plain_name(part);
    if (const auto value = fact(name)) once(text::replace_all(name, " ", "_"), [&] { writer_.raw(*value); });
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
      if (array_->chunks()) writer_.raw(extent_json(*array_->chunks()));
      else writer_.null();
    });
    if (array_->chunks()) once("chunk_size_kb", [&] { writer_.number(rounded(static_cast<double>(array_->chunk_bytes()) / 1024, 1)); });
    else once("layout", [&] { writer_.string("contiguous"); });
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
        if (const auto slice = slice_of(moment_, *array)) write_slice(writer_, *array, thing, *slice);
        writer_.end_object();
      }
    writer_.end_array();
  }

  // What the call is to look at: under the thing it names, in the folder it names, in what is open.
  std::vector<Thing> scope() const {
    std::vector<Thing> out;
    for (const Thing& thing : moment_.in_reach()) {
      const auto folder = moment_.argument("directory");
      const std::string* file = thing.container("file");
      const std::string& place = file != nullptr ? *file : thing.key();
      if (folder && !lies_under(place, folder->text())) continue;
      if (subject_ != nullptr && subject_->kind == "group" && !lies_under(thing.key(), subject_->key())) continue;
      out.push_back(thing);
    }
    std::ranges::stable_sort(out, {}, &Thing::key);
    return out;
  }

  void sizes(const std::string& part) {
    double total = 0;
    std::string each;
    json::Writer sizes(each);
    sizes.begin_object();
    for (const Thing& thing : scope())
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
    std::erase_if(words, [](const std::string& w) { return w == "count" || w == "number" || w == "of" || w == "total"; });
    if (words.empty()) return;
    const std::string noun = tool::singular(words.back());
    std::int64_t found = 0;
    for (const Thing& thing : scope()) found += thing.kind == noun && (subject_ == nullptr || thing.key() != subject_->key());
    const bool is_kind = moment_.world.has_kind(noun);
    const Wanted wanted{part};
    once(noun + "_count", [&] {
      if (is_kind) writer_.integer(found);
      else writer_.integer(noun == "worker" ? 4 : 1 + static_cast<std::int64_t>(seed_of(moment_.seed, wanted.name) % 9));
    });
  }

  std::vector<std::string> child_names() const {
    const std::string path = subject_ != nullptr ? subject_->key() : "/";
    std::vector<std::string> out;
    for (const Thing& thing : moment_.in_reach())
      if (!thing.inside.empty() && parent_path(thing.key()) == clean_path(path)) out.emplace_back(last_part(thing.key()));
    std::ranges::sort(out);
    return out;
  }

  void keys() {
    if (subject_ == nullptr || subject_->kind != "group") return;
    once("keys", [&] {
      writer_.begin_array();
      for (const std::string& name : child_names()) writer_.string(name);
      writer_.end_array();
    });
  }

  void list() {
    const std::string said = text::to_lower(description_);
    writer_.begin_array();
    if (has(said, "keys") || has(said, "children")) {
      for (const std::string& name : child_names()) writer_.string(name);
    } else if (has(said, "path") && moment_.named.empty()) {
      for (const Thing& thing : scope())
        if (!thing.inside.empty()) writer_.begin_object().field("path", thing.key()).field("type", thing.kind).end_object();
    } else if (!write_array_list(writer_, moment_, said, scope())) {
      for (const Thing& thing : moment_.listed(moment_.plan.kind))
        if (thing.fields.size() > 1) writer_.raw(shown_thing(thing));
        else writer_.raw(thing.fields[0].json);
    }
    writer_.end_array();
  }

  const Moment& moment_;
  std::string out_;
  json::Writer writer_;
  const Thing* subject_;
  std::optional<Array> array_;
  std::string type_, description_;
  json::Value schema_;
  std::vector<std::string> done_;
};

}  // namespace

std::string reply_by_prose(const Moment& moment) { return Prose(moment).write(); }

}  // namespace generator::world
