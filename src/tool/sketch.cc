#include "tool/sketch.h"

#include <fmt/format.h>

#include <array>

namespace generator::tool {
namespace {

constexpr std::array<std::string_view, 4> kOrigins = {"given", "chosen", "repeated", "result"};
constexpr std::size_t kElementsOfList = 3;  // that an argument which takes several is given

tl::unexpected<Error> invalid(std::string_view what) {
  return fail(ErrorKind::kInvalidInput, fmt::format("sketch: {}", what));
}

void write_argument(json::Writer& out, const SketchArgument& argument) {
  out.begin_object().field("name", argument.name).field("origin", to_text(argument.origin));
  if (!argument.value.empty()) out.key("value").raw(argument.value);
  if (!argument.noun.empty()) out.field("noun", argument.noun);
  if (!argument.description.empty()) out.field("description", argument.description);
  if (argument.is_required) out.key("is_required").boolean(true);
  if (argument.origin == Origin::kResult) {
    out.field("step", static_cast<std::int64_t>(argument.step))
        .field("call", static_cast<std::int64_t>(argument.call))
        .field("field", argument.field);
    if (argument.is_of_list) out.key("is_of_list").boolean(true);
    if (argument.takes_list) out.key("takes_list").boolean(true);
  }
  out.end_object();
}

void write_call(json::Writer& out, const SketchCall& call) {
  out.begin_object().field("tool", call.tool).field("description", call.description);
  out.field("verb", call.deed.verb).key("nouns").begin_array();
  for (const std::string& noun : call.deed.nouns) out.string(noun);
  out.end_array().field("deed", static_cast<std::int64_t>(call.deed.kind));
  if (call.deed.is_of_many) out.key("is_of_many").boolean(true);
  if (!call.noun.empty()) out.field("noun", call.noun);
  if (!call.subject.empty()) out.field("subject", call.subject);
  if (!call.prepares.empty()) out.field("prepares", call.prepares);
  out.key("arguments").begin_array();
  for (const SketchArgument& argument : call.arguments) write_argument(out, argument);
  out.end_array();
  if (!call.meanings.empty()) {
    out.key("meanings").begin_array();
    for (const ValueMeaning& meaning : call.meanings) {
      out.begin_object().field("field", meaning.field).key("value").raw(meaning.value);
      out.field("text", meaning.text).end_object();
    }
    out.end_array();
  }
  out.end_object();
}

bool flag(json::Value value, std::string_view name) {
  const auto found = value.find(name);
  return found && found->boolean() == true;
}

std::size_t count(json::Value value, std::string_view name) {
  const auto found = value.find(name);
  const std::int64_t number = found ? found->integer().value_or(0) : 0;
  return number < 0 ? 0 : static_cast<std::size_t>(number);
}

Result<SketchArgument> read_argument(json::Value value) {
  SketchArgument out;
  out.name = value.text_of("name");
  const std::string_view origin = value.text_of("origin");
  bool is_known = false;
  for (std::size_t i = 0; i < kOrigins.size(); ++i)
    if (kOrigins[i] == origin) {
      out.origin = static_cast<Origin>(i);
      is_known = true;
    }
  if (out.name.empty() || !is_known) return invalid("an argument without a name or an origin");
  if (const auto known = value.find("value")) out.value = known->raw();
  out.noun = value.text_of("noun");
  out.description = value.text_of("description");
  out.is_required = flag(value, "is_required");
  out.step = count(value, "step");
  out.call = count(value, "call");
  out.field = value.text_of("field");
  out.is_of_list = flag(value, "is_of_list");
  out.takes_list = flag(value, "takes_list");
  return out;
}

Result<SketchCall> read_call(json::Value value) {
  SketchCall out;
  out.tool = value.text_of("tool");
  if (out.tool.empty()) return invalid("a call without a tool");
  out.description = value.text_of("description");
  out.deed.verb = value.text_of("verb");
  const auto nouns = value.find("nouns");
  for (std::size_t i = 0; nouns && i < nouns->size(); ++i)
    out.deed.nouns.emplace_back(nouns->at(i).text());
  out.deed.kind = static_cast<DeedKind>(count(value, "deed"));
  out.deed.is_of_many = flag(value, "is_of_many");
  out.noun = value.text_of("noun");
  out.subject = value.text_of("subject");
  out.prepares = value.text_of("prepares");
  const auto arguments = value.find("arguments");
  for (std::size_t i = 0; arguments && i < arguments->size(); ++i) {
    TRY(SketchArgument argument, read_argument(arguments->at(i)));
    out.arguments.push_back(std::move(argument));
  }
  const auto meanings = value.find("meanings");
  for (std::size_t i = 0; meanings && i < meanings->size(); ++i) {
    const json::Value meaning = meanings->at(i);
    const auto own = meaning.find("value");
    out.meanings.push_back({std::string(meaning.text_of("field")),
                            own ? std::string(own->raw()) : "null",
                            std::string(meaning.text_of("text"))});
  }
  return out;
}

Result<SketchTurn> read_turn(json::Value value) {
  SketchTurn out;
  const auto steps = value.find("steps");
  for (std::size_t i = 0; steps && i < steps->size(); ++i) {
    SketchStep step{.calls = {}, .fails = flag(steps->at(i), "fails")};
    const auto calls = steps->at(i).find("calls");
    for (std::size_t j = 0; calls && j < calls->size(); ++j) {
      TRY(SketchCall call, read_call(calls->at(j)));
      step.calls.push_back(std::move(call));
    }
    out.steps.push_back(std::move(step));
  }
  return out;
}

/// Follows one name or "[]" of a path at a time; all that lies there goes to `out`.
void collect(json::Value value, std::string_view path, std::vector<json::Value>& out) {
  if (path.starts_with('.')) path.remove_prefix(1);
  if (path.empty()) {
    out.push_back(value);
    return;
  }
  if (path.starts_with("[]")) {
    for (std::size_t i = 0; i < value.size(); ++i)
      if (value.is_array()) collect(value.at(i), path.substr(2), out);
    return;
  }
  const std::size_t end = std::min(path.find('.'), path.find("[]"));
  if (const auto found = value.find(path.substr(0, end)))
    collect(*found, end == std::string_view::npos ? "" : path.substr(end), out);
}

/// Of an object what names it for `argument`: the field of the argument's name, of its last word, or
/// one of the usual ones.
std::optional<json::Value> handle_in(json::Value object, const std::string& argument) {
  if (const auto same = object.find(argument)) return same;
  const std::size_t bar = argument.rfind('_');
  if (bar != std::string::npos)
    if (const auto last = object.find(std::string_view(argument).substr(bar + 1))) return last;
  for (const std::string_view usual : {"path", "id", "name", "key", "url", "title"})
    if (const auto found = object.find(usual)) return found;
  return std::nullopt;
}

}  // namespace

std::string_view to_text(Origin origin) { return kOrigins[static_cast<std::size_t>(origin)]; }

std::size_t Sketch::calls() const {
  std::size_t out = 0;
  for (const SketchTurn& turn : turns)
    for (const SketchStep& step : turn.steps) out += step.calls.size();
  return out;
}

std::size_t Sketch::steps() const {
  std::size_t out = 0;
  for (const SketchTurn& turn : turns) out += turn.steps.size();
  return out;
}

std::string sketch_text(const Sketch& sketch) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("method", sketch.method).field("style", sketch.style);
  writer.field("case", sketch.case_kind).key("turns").begin_array();
  for (const SketchTurn& turn : sketch.turns) {
    writer.begin_object().key("steps").begin_array();
    for (const SketchStep& step : turn.steps) {
      writer.begin_object().key("calls").begin_array();
      for (const SketchCall& call : step.calls) write_call(writer, call);
      writer.end_array();
      if (step.fails) writer.key("fails").boolean(true);
      writer.end_object();
    }
    writer.end_array().end_object();
  }
  writer.end_array();
  if (!sketch.missing.empty()) writer.field("missing", sketch.missing);
  writer.field("seed", std::to_string(sketch.seed)).end_object();
  return out;
}

Result<Sketch> read_sketch(std::string_view text) {
  TRY(const json::Document document, json::Document::parse(text));
  const json::Value root = document.root();
  Sketch out;
  out.method = root.text_of("method");
  out.style = root.text_of("style");
  out.case_kind = root.text_of("case");
  out.missing = root.text_of("missing");
  for (const char digit : root.text_of("seed"))
    if (digit >= '0' && digit <= '9')
      out.seed = out.seed * 10 + static_cast<std::uint64_t>(digit - '0');
  const auto turns = root.find("turns");
  if (!turns || !turns->is_array()) return invalid("`turns` is missing");
  for (std::size_t i = 0; i < turns->size(); ++i) {
    TRY(SketchTurn turn, read_turn(turns->at(i)));
    out.turns.push_back(std::move(turn));
  }
  return out;
}

std::vector<const SketchStep*> steps_of(const Sketch& sketch) {
  std::vector<const SketchStep*> out;
  for (const SketchTurn& turn : sketch.turns)
    for (const SketchStep& step : turn.steps) out.push_back(&step);
  return out;
}

std::optional<std::string> value_of(const SketchArgument& argument,
                                    const std::vector<std::vector<std::string>>& results) {
  if (argument.origin != Origin::kResult) return argument.value;
  if (argument.step >= results.size() || argument.call >= results[argument.step].size())
    return std::nullopt;
  const auto document = json::Document::parse(results[argument.step][argument.call]);
  if (!document) return std::nullopt;
  std::vector<json::Value> found;
  collect(document->root(), argument.field, found);
  std::vector<std::string> values;
  for (json::Value value : found) {
    if (value.is_object()) {
      const auto handle = handle_in(value, argument.name);
      if (!handle) continue;
      value = *handle;
    }
    if (!argument.value.empty() && value.raw() != argument.value) continue;
    if (!value.is_null() && !value.is_array()) values.emplace_back(value.raw());
    if (values.size() == kElementsOfList) break;
  }
  if (values.empty()) return std::nullopt;
  if (!argument.takes_list) return values.front();
  std::string out = "[";
  for (const std::string& value : values) out += (out.size() > 1 ? "," : "") + value;
  return out + "]";
}

std::vector<std::string> values_of(const SketchArgument& argument,
                                   const std::vector<std::vector<std::string>>& results) {
  std::vector<std::string> out;
  if (argument.step >= results.size() || argument.call >= results[argument.step].size()) return out;
  const auto document = json::Document::parse(results[argument.step][argument.call]);
  if (!document) return out;
  std::vector<json::Value> found;
  collect(document->root(), argument.field, found);
  for (std::size_t i = 0; i < found.size(); ++i) {  // grows
    const json::Value value = found[i];
    if (value.is_null()) continue;
    if (value.is_array()) {
      for (std::size_t k = 0; k < value.size(); ++k)
        if (!value.at(k).is_array()) found.push_back(value.at(k));
      continue;
    }
    const auto handle = value.is_object() ? handle_in(value, argument.name) : value;
    if (handle && !handle->is_object() && !handle->is_array()) {
      out.emplace_back(handle->raw());
      continue;
    }
    for (std::size_t k = 0; k < value.size(); ++k) out.push_back(json::quote(value.key(k)));
  }
  return out;
}

std::optional<std::string> arguments_of(const SketchCall& call,
                                        const std::vector<std::vector<std::string>>& results) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  for (const SketchArgument& argument : call.arguments) {
    const auto value = value_of(argument, results);
    if (!value) return std::nullopt;
    writer.key(argument.name).raw(*value);
  }
  writer.end_object();
  return out;
}

}  // namespace generator::tool
