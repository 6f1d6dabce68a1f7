#include "execute/mcp_content.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "base/compact_json.h"
#include "base/json.h"
#include "base/text.h"
#include "execute/reply_text.h"

namespace generator::execute {
namespace {

constexpr std::size_t kLongestBinary = 64;  // of base64: nobody reads on

// A block that is no text. What can be long is cut, and bytes as text soon.
void write_block(json::Writer& writer, json::Value block, std::size_t most, int depth = 0) {
  writer.begin_object();
  for (std::size_t i = 0; i < block.size(); ++i) {
    const json::Value value = block.at(i);
    writer.key(block.key(i));
    const bool is_binary = block.key(i) == "data" || block.key(i) == "blob";
    if (value.is_string())
      writer.string(shortened(value.text(), is_binary ? std::min(most, kLongestBinary) : most));
    else if (value.is_object() && depth < 2)
      write_block(writer, value, most, depth + 1);
    else if (value.raw().size() <= most)
      writer.raw(json::compact(value.raw()));
    else
      writer.string(shortened(value.raw(), most));
  }
  writer.end_object();
}

struct Content {
  std::string json;       // "" where there is no block
  bool is_text = true;    // nothing but texts
};

Content content_of(json::Value blocks, std::size_t most) {
  std::string joined;
  std::vector<std::string> parts;
  bool is_text = true;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const json::Value block = blocks.at(i);
    if (block.text_of("type") == "text") {
      if (!joined.empty()) joined += '\n';
      joined += block.text_of("text");
      parts.push_back(text_as_json(block.text_of("text")));
      continue;
    }
    is_text = false;
    json::Writer writer(parts.emplace_back());
    write_block(writer, block, std::max<std::size_t>(most / (blocks.size() + 1), 64));
  }
  if (parts.empty()) return {};
  if (is_text) return {text_as_json(joined), true};
  return {fmt::format("[{}]", fmt::join(parts, ",")), false};
}

// Whether the structured content says no more than the text does. Fields out of order cost time by
// the square of their number, so what is large counts as something else.
bool agrees(json::Value structured, const std::string& text) {
  constexpr std::size_t kLarge = 64u << 10;
  if (structured.raw().size() > kLarge) return json::compact(structured.raw()) == text;
  const auto document = json::Document::parse(text);
  if (!document) return false;
  if (is_same_json(structured, document->root())) return true;
  if (!structured.is_object() || structured.size() != 1) return false;
  const json::Value inside = structured.at(0);  // {"result": …}: an object around what is none
  return is_same_json(inside, document->root()) ||
         (document->root().is_string() && document->root().text() == text::trim(inside.raw()));
}

}  // namespace

bool is_same_json(json::Value a, json::Value b) {
  if (a.kind() != b.kind()) return false;
  if (a.is_string()) return a.text() == b.text();
  if (a.is_number()) return a.raw() == b.raw() || a.number() == b.number();
  if (!a.is_array() && !a.is_object()) return a.raw() == b.raw();
  if (a.size() != b.size()) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const auto other = a.is_array() ? std::optional(b.at(i))
                       : b.key(i) == a.key(i) ? std::optional(b.at(i)) : b.find(a.key(i));
    if (!other || !is_same_json(a.at(i), *other)) return false;
  }
  return true;
}

Result<CallResult> read_call_result(std::string_view result, std::size_t most) {
  const auto document = json::Document::parse(result);
  if (!document || !document->root().is_object())
    return fail(ErrorKind::kInvalidInput, "the server's tools/call gives no object");
  const json::Value root = document->root();
  const auto blocks = root.find("content");
  const auto structured = root.find("structuredContent");
  const bool has_blocks = blocks && blocks->is_array();
  if (!has_blocks && !structured)
    return fail(ErrorKind::kInvalidInput, "the server's tools/call has no list `content`");
  CallResult out;
  if (const auto is_error = root.find("isError")) out.is_error = is_error->boolean().value_or(false);
  const Content content = has_blocks ? content_of(*blocks, most) : Content{};
  if (structured && (content.json.empty() || (content.is_text && agrees(*structured, content.json))))
    out.content = json::compact(structured->raw());
  else if (structured)
    out.content = fmt::format(R"({{"content":{},"structuredContent":{}}})", content.json,
                              json::compact(structured->raw()));
  else
    out.content = content.json.empty() ? "\"\"" : content.json;
  out.content = within(std::move(out.content), most);
  return out;
}

CallResult to_call_result(const RpcError& error, std::size_t most) {
  CallResult out;
  out.is_error = true;
  json::Writer writer(out.content);
  writer.begin_object().field("error", shortened(error.message, most)).field("code", error.code);
  if (!error.data.empty() && error.data.size() <= most) writer.key("data").raw(json::compact(error.data));
  writer.end_object();
  return out;
}

CallResult error_result(std::string_view message) {
  return {"{\"error\":" + json::quote(message) + "}", true, 0};
}

}  // namespace generator::execute
