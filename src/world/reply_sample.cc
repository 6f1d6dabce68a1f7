// Replies in the form of an example's output: the same fields, filled from the world.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.h"
#include "tool/words.h"
#include "world/reply.h"
#include "world/values.h"

namespace generator::world {
namespace {

// "do configure" and "configured", "repo" and "repos".
bool same_stem(std::string_view a, std::string_view b) {
  const std::size_t shorter = std::min(a.size(), b.size());
  if (shorter < 5) return false;
  return a.substr(0, shorter - 1) == b.substr(0, shorter - 1) &&
         std::max(a.size(), b.size()) - shorter <= 3;
}

std::string last_word(std::string_view plain) {
  const std::size_t space = plain.rfind(' ');
  return std::string(space == std::string_view::npos ? plain : plain.substr(space + 1));
}

class Sample {
 public:
  explicit Sample(const Moment& moment) : moment_(moment) { read_swaps(); }

  std::string fill() {
    std::string out;
    const Thing* subject = moment_.subject ? &*moment_.subject : nullptr;
    value(out, moment_.plan.sample->root(), "", "", subject);
    return out;
  }

 private:
  // What the example's call said, and what this one says instead.
  void read_swaps() {
    if (!moment_.plan.sample_input) return;
    const json::Value input = moment_.plan.sample_input->root();
    for (std::size_t i = 0; i < input.size(); ++i) {
      const auto now = moment_.argument(input.key(i));
      if (!now || !now->is_string() || !input.at(i).is_string() || input.at(i).text().size() < 3)
        continue;
      swaps_.emplace_back(input.at(i).text(), now->text());
    }
    std::ranges::sort(swaps_,
                      [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
  }

  void value(std::string& out, json::Value sample, const std::string& path, const std::string& name,
             const Thing* thing) {
    if (!name.empty() && take_known(out, sample, path, name, thing)) return;
    if (sample.is_object()) return object(out, sample, path, thing);
    if (sample.is_array()) return array(out, sample, path, name, thing);
    scalar(out, sample, name, thing);
  }

  // The call's own word or the thing's field, where it is of the sample's type.
  bool take_known(std::string& out, json::Value sample, const std::string& path,
                  const std::string& name, const Thing* thing) const {
    const std::string plain = plain_name(name);
    if (sample.is_array() && moment_.plan.kind_at.contains(path + "[]")) return false;
    if (sample.kind() == json::Kind::kBool) return take_switch(out, plain);
    if (plain == "status" || plain == "success") return false;
    if (const auto argument = moment_.argument_like(plain);
        argument && argument->kind() == sample.kind()) {
      out += argument->raw();
      return true;
    }
    const Field* own = thing != nullptr ? thing->find(name) : nullptr;
    if (own == nullptr && sample.is_string())  // "current_pipeline", "pkg_id" of the one at hand
      if (const Thing* near = named_by(plain)) own = &near->fields[0];
    if (own == nullptr) return false;
    const auto document = json::Document::parse(own->json);
    if (!document || document->root().kind() != sample.kind()) return false;
    if (sample.is_object())
      merged(out, sample, document->root());
    else
      out += own->json;
    return true;
  }

  const Thing* named_by(const std::string& plain) const {
    for (const std::string_view word : text::split(plain, ' '))
      for (const Thing& thing : moment_.named)
        if (tool::same_noun(thing.kind, word)) return &thing;
    return nullptr;
  }

  // `configured` is as `do_configure` asked for.
  bool take_switch(std::string& out, const std::string& plain) const {
    for (std::size_t i = 0; i < moment_.arguments.size(); ++i) {
      const auto on = moment_.arguments.at(i).boolean();
      if (!on || !same_stem(last_word(plain_name(moment_.arguments.key(i))), last_word(plain)))
        continue;
      out += *on ? "true" : "false";
      return true;
    }
    return false;
  }

  // The thing's own settings over those of the sample.
  static void merged(std::string& out, json::Value sample, json::Value own) {
    json::Writer writer(out);
    writer.begin_object();
    for (std::size_t i = 0; i < sample.size(); ++i)
      writer.key(sample.key(i)).raw(own.find(sample.key(i)).value_or(sample.at(i)).raw());
    for (std::size_t i = 0; i < own.size(); ++i)
      if (!sample.find(own.key(i))) writer.key(own.key(i)).raw(own.at(i).raw());
    writer.end_object();
  }

  void object(std::string& out, json::Value sample, const std::string& path, const Thing* thing) {
    out += '{';
    for (std::size_t i = 0; i < sample.size(); ++i) {
      const std::string name(sample.key(i));
      if (i > 0) out += ',';
      out += json::quote(name) + ':';
      value(out, sample.at(i), path + (path.empty() ? "" : ".") + name, name, thing);
    }
    out += '}';
  }

  void array(std::string& out, json::Value sample, const std::string& path, const std::string& name,
             const Thing* thing) {
    const auto kind = moment_.plan.kind_at.find(path + "[]");
    if (kind == moment_.plan.kind_at.end() || (!path.empty() && sample.size() == 0)) {
      out += '[';
      for (std::size_t i = 0; i < sample.size(); ++i) {
        if (i > 0) out += ',';
        value(out, sample.at(i), path + "[]", "", thing);
      }
      out += ']';
      return;
    }
    out += '[';
    bool is_first = true;
    for (const Thing& item : moment_.listed(kind->second)) {
      if (!is_first) out += ',';
      is_first = false;
      const json::Value form = sample.size() > 0 ? sample.at(0) : json::Value();
      if (form.is_object())
        value(out, form, path + "[]", tool::singular(name), &item);
      else
        out += item.fields[0].json;
    }
    out += ']';
  }

  void scalar(std::string& out, json::Value sample, const std::string& name, const Thing* thing) {
    if (sample.is_number()) return number(out, sample, name, thing);
    if (!sample.is_string()) {
      out += sample.raw();
      return;
    }
    std::string text(sample.text());
    for (const auto& [was, is] : swaps_) {
      const std::size_t at = text.find(was);
      if (at != std::string::npos) text.replace(at, was.size(), is);
    }
    if (text == sample.text()) text = jittered(text, plain_name(name));
    out += json::quote(text);
  }

  // "125.3s" of a duration: another number, the same form.
  std::string jittered(const std::string& text, const std::string& plain) const {
    const std::string word = last_word(plain);
    if (word != "time" && word != "duration" && word != "elapsed") return text;
    const std::size_t end = text.find_first_not_of("0123456789.");
    if (end == 0 || end == std::string::npos || text.size() - end > 8) return text;
    const double was = std::strtod(text.substr(0, end).c_str(), nullptr);
    return fmt::format("{:.1f}{}", was * share(plain), text.substr(end));
  }

  double share(const std::string& plain) const {
    return 0.4 + static_cast<double>(seed_of(moment_.seed, moment_.plan.tool->name,
                                             moment_.arguments.raw(), plain) %
                                     1'200) /
                     1'000;
  }

  // A count of what lies in the thing, where the name says so; else near the sample.
  void number(std::string& out, json::Value sample, const std::string& name, const Thing* thing) {
    const std::string plain = plain_name(name);
    for (const std::string_view word : text::split(plain, ' '))
      if (tool::is_plural(word))
        for (const Kind& kind : moment_.known.kinds)
          if (tool::same_noun(kind.noun, tool::singular(word))) {
            std::size_t count = 0;
            moment_.listed(kind.noun, &count);
            out += fmt::format("{}", count);
            return;
          }
    const double was = sample.number().value_or(0);
    const std::string scope = thing != nullptr ? thing->key() : std::string();
    const double factor =
        0.5 + static_cast<double>(seed_of(moment_.seed, scope, plain) % 1'000) / 1'000;
    if (sample.integer())
      out += fmt::format("{}", std::llround(std::clamp(was * factor, -9e15, 9e15)));
    else
      out += fmt::format("{:.1f}", std::clamp(was * factor, -1e15, 1e15));
  }

  const Moment& moment_;
  std::vector<std::pair<std::string, std::string>> swaps_;
};

}  // namespace

std::string reply_by_sample(const Moment& moment) { return Sample(moment).fill(); }

}  // namespace generator::world
