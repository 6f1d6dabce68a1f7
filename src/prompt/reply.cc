// Every `{` or `[` of the text may open the value that we look for. Each is tried from left to
// right with the lenient reader, which says where to go on when it was none, so no byte is read
// twice.
#include "prompt/reply.h"

#include <algorithm>
#include <optional>

#include "base/text.h"
#include "prompt/lenient_value.h"

namespace generator::prompt {
namespace {

constexpr std::string_view kMessageMark = "<|message|>";
constexpr std::string_view kChannelMark = "<|channel|>";

struct Candidate {
  std::size_t begin = 0;
  LenientValue value;
  bool is_object = false;
};

// What gpt-oss says in its final channel; nothing where the text has no channels.
std::optional<std::string_view> final_channel(std::string_view text) {
  const std::size_t mark = text.rfind(kMessageMark);
  if (mark == std::string_view::npos) return std::nullopt;
  const std::size_t channel = text.rfind(kChannelMark, mark);
  const std::size_t name = channel == std::string_view::npos ? mark : channel + kChannelMark.size();
  if (!text::trim(text.substr(name, mark - name)).starts_with("final")) return std::string_view();
  text.remove_prefix(mark + kMessageMark.size());
  for (const std::string_view end : {"<|return|>", "<|end|>"})
    if (text.ends_with(end)) text.remove_suffix(end.size());
  return text;
}

std::vector<Candidate> find_candidates(std::string_view text) {
  std::vector<Candidate> out;
  for (std::size_t at = text.find_first_of("{["); at != std::string_view::npos;
       at = text.find_first_of("{[", at)) {
    std::size_t resume = at;
    if (auto value = read_lenient(text, at, resume))
      out.push_back({at, std::move(*value), text[at] == '{'});
    at = resume;
    if (at >= text.size()) break;
  }
  return out;
}

bool only_separators(std::string_view between) {
  return std::all_of(between.begin(), between.end(),
                     [](char c) { return text::is_space(c) || c == ',' || c == ';'; });
}

// Objects right after each other, as one array.
std::vector<Candidate> join_neighbours(std::vector<Candidate> found, std::string_view text) {
  std::vector<Candidate> out;
  for (std::size_t i = 0; i < found.size();) {
    std::size_t end = i + 1;
    while (end < found.size() && found[end].is_object && found[end - 1].is_object &&
           only_separators(
               text.substr(found[end - 1].value.end, found[end].begin - found[end - 1].value.end)))
      ++end;
    Candidate group = std::move(found[i]);
    if (end > i + 1) {
      group.value.json.insert(0, "[");
      for (std::size_t k = i + 1; k < end; ++k) {
        const bool cut = found[k].value.repairs.has(Repair::kCut);
        group.value.repairs.add(found[k].value.repairs);
        if (!cut) group.value.json.append(",").append(found[k].value.json);
        group.value.end = found[k].value.end;
      }
      group.value.json += ']';
      group.value.repairs.add(Repair::kSeveralValues);
      group.is_object = false;
    }
    out.push_back(std::move(group));
    i = end;
  }
  return out;
}

Result<Reply> finish(json::Document document, Repairs repairs) {
  return Reply{std::move(document), repairs.names(), repairs.has(Repair::kCut)};
}

// A value that was written as a JSON string, or only with its quotes escaped as in one.
std::optional<std::string> unquoted(std::string_view text) {
  if (!text.starts_with('"') && !text.starts_with("{\\") && !text.starts_with("[{\\"))
    return std::nullopt;
  const bool is_bare = text.starts_with("{\\\"") || text.starts_with("[{\\\"");
  const auto document =
      json::Document::parse(is_bare ? "\"" + std::string(text) + "\"" : std::string(text));
  if (!document || !document->root().is_string()) return std::nullopt;
  const std::string_view inner = text::trim(document->root().text());
  if (!inner.starts_with('{') && !inner.starts_with('[')) return std::nullopt;
  return std::string(inner);
}

// Bytes of the text; a value that was cut before anything in it was complete weighs nothing.
std::size_t weight(const Candidate& candidate) {
  const bool is_empty =
      candidate.value.repairs.has(Repair::kCut) && candidate.value.json.size() <= 2;
  return is_empty ? 0 : candidate.value.end - candidate.begin;
}

Result<Reply> read_text(std::string_view text, Repairs repairs) {
  if (auto strict = json::Document::parse(text)) return finish(std::move(*strict), repairs);
  auto found = join_neighbours(find_candidates(text), text);
  const Candidate* best = nullptr;
  for (const auto& candidate : found)
    if (best == nullptr || weight(candidate) >= weight(*best)) best = &candidate;
  if (best == nullptr) return fail(ErrorKind::kInvalidInput, "there is no JSON in the reply");
  repairs.add(best->value.repairs);
  if (best->value.repairs.empty())
    if (auto strict =
            json::Document::parse(text.substr(best->begin, best->value.end - best->begin)))
      return finish(std::move(*strict), repairs);
  TRY(json::Document repaired, json::Document::parse(best->value.json));
  return finish(std::move(repaired), repairs);
}

}  // namespace

std::string_view without_thinking(std::string_view text) {
  if (const auto channel = final_channel(text)) return text::trim(*channel);
  for (const std::string_view tag : {"think", "thinking", "thought", "reasoning"}) {
    const std::string close = "</" + std::string(tag) + ">";
    const std::string open = "<" + std::string(tag) + ">";
    if (const std::size_t at = text.rfind(close); at != std::string_view::npos)
      return text::trim(text.substr(at + close.size()));
    if (text::trim(text).starts_with(open)) return {};
  }
  return text::trim(text);
}

Result<Reply> read_reply(std::string_view text) {
  Repairs repairs;
  std::string repaired;
  if (!text::is_valid_utf8(text)) {
    repaired = text::repair_utf8(text);
    text = repaired;
    repairs.add(Repair::kInvalidUtf8);
  }
  text = text::trim(text);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  const bool is_value = text.starts_with('{') || text.starts_with('[');
  if (is_value)
    if (auto strict = json::Document::parse(text)) return finish(std::move(*strict), repairs);
  const std::string_view said = without_thinking(text);
  if (said.empty())
    return fail(ErrorKind::kInvalidInput,
                text.empty() ? "the reply is empty" : "the reply ends inside its thinking");
  if (const auto inner = unquoted(said)) {
    repairs.add(Repair::kQuotedJson);
    return read_text(*inner, repairs);
  }
  return read_text(said, repairs);
}

}  // namespace generator::prompt
