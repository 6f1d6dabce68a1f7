// A refusal is looked at for the name of a field, whatever its status: llama-cpp-python's server
// says 500 where others say 400 or 422. Fields of sampling need a word of refusal beside their
// name, because other complaints name them too ("… maximum context length …, max_tokens 512").
#include "model/spelling.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/json.h"
#include "base/text.h"

namespace generator {
namespace {

constexpr std::array<std::string_view, 5> kNames = {"auto", "json_schema", "json_object", "tool",
                                                    "prompt"};
constexpr std::string_view kOptional[] = {"temperature",
                                          "top_p",
                                          "seed",
                                          "prompt_cache_key",
                                          "prompt_cache_options",
                                          "prompt_cache_breakpoint"};

bool is_refusal(int status) {
  return status == 400 || status == 415 || status == 422 || status == 500 || status == 501;
}

// Whether `name` stands in `words` and is no part of a longer one.
bool names(std::string_view words, std::string_view name) {
  for (std::size_t at = words.find(name); at != std::string_view::npos;
       at = words.find(name, at + 1)) {
    const bool begins = at == 0 || !text::is_word(words[at - 1]);
    const std::size_t end = at + name.size();
    if (begins && (end == words.size() || !text::is_word(words[end]))) return true;
  }
  return false;
}

bool refuses_a_field(std::string_view words) {
  for (const std::string_view word :
       {"unsupported", "not support", "unrecognized", "unknown", "unexpected", "extra", "permitted",
        "not allowed", "not implemented", "only the default"})
    if (text::contains(words, word)) return true;
  return false;
}

}  // namespace

std::string_view to_text(Structured way) { return kNames[static_cast<std::size_t>(way)]; }

Result<Structured> structured_of(std::string_view text) {
  const auto found = std::find(kNames.begin(), kNames.end(), text);
  if (found != kNames.end()) return static_cast<Structured>(found - kNames.begin());
  return fail(ErrorKind::kWrongUse,
              fmt::format("`{}` is none of auto, json_schema, json_object, tool, prompt", text));
}

Spelling::Spelling(Structured wanted, std::string_view max_tokens)
    : wanted_(wanted),
      way_(wanted == Structured::kAuto ? Structured::kJsonSchema : wanted),
      max_tokens_(max_tokens) {}

bool Spelling::takes(std::string_view field) const {
  return std::find(refused_.begin(), refused_.end(), field) == refused_.end();
}

bool Spelling::names_way(std::string_view words) const {
  switch (way_) {
    case Structured::kTool:
      return names(words, "tool_choice") || names(words, "tools") || names(words, "tool") ||
             names(words, "function");
    case Structured::kPrompt:
      return false;
    default:
      return text::contains(words, "response_format") || text::contains(words, "schema") ||
             text::contains(words, "json_object") || names(words, "grammar");
  }
}

bool Spelling::next_way(std::string_view words) {
  if (way_ == Structured::kJsonObject && has_object_schema_ && names(words, "schema")) {
    has_object_schema_ = false;
    return true;
  }
  if (wanted_ != Structured::kAuto || way_ == Structured::kPrompt) return false;
  way_ = static_cast<Structured>(static_cast<int>(way_) + 1);
  return true;
}

bool Spelling::change(std::string_view words) {
  if (!refuses_a_field(words)) return false;
  if (!max_tokens_changed_ && names(words, max_tokens_)) {
    max_tokens_ = max_tokens_ == "max_tokens" ? "max_completion_tokens" : "max_tokens";
    max_tokens_changed_ = true;
    return true;
  }
  for (const std::string_view field : kOptional)
    if (takes(field) && names(words, field)) {
      refused_.emplace_back(field);
      return true;
    }
  return false;
}

bool Spelling::learn(int version, bool has_schema, int status, std::string_view param,
                     std::string_view message) {
  if (!is_refusal(status)) return false;
  const std::string words = text::to_lower(fmt::format("{} {}", param, message));
  if (text::contains(words, "context length")) return false;
  // Others were in flight when the first refusal came: what that one taught holds for them.
  if (version < version_) return true;
  const bool learned = (has_schema && names_way(words) && next_way(words)) || change(words);
  if (learned) ++version_;
  return learned;
}

std::string Spelling::learned() const {
  if (version_ == 0) return "";
  std::string out;
  json::Writer writer(out);
  writer.begin_object().field("structured", to_text(way_));
  writer.key("object_schema").boolean(has_object_schema_);
  writer.field("max_tokens", max_tokens_).key("refused").begin_array();
  for (const std::string& field : refused_) writer.string(field);
  writer.end_array().end_object();
  return out;
}

void Spelling::recall(std::string_view learned) {
  const auto document = json::Document::parse(learned);
  if (!document || !document->root().is_object()) return;
  const json::Value root = document->root();
  const auto way = structured_of(root.text_of("structured"));
  if (way && *way != Structured::kAuto && wanted_ == Structured::kAuto) way_ = *way;
  if (const auto schema = root.find("object_schema"))
    has_object_schema_ = schema->boolean().value_or(true);
  const std::string_view name = root.text_of("max_tokens");
  if (name == "max_tokens" || name == "max_completion_tokens") {
    max_tokens_changed_ = name != max_tokens_;
    max_tokens_ = name;
  }
  const auto refused = root.find("refused");
  for (std::size_t i = 0; refused && i < refused->size(); ++i)
    for (const std::string_view field : kOptional)
      if (refused->at(i).text() == field && takes(field)) refused_.emplace_back(field);
  ++version_;
}

}  // namespace generator
