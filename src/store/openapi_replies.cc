// What an operation answers when all goes well, and words about it.
#include <fmt/format.h>

#include "base/text.h"
#include "store/openapi_context.h"

namespace generator::openapi {
namespace {

constexpr std::size_t kDefinitionBytes = 32u << 10;
constexpr std::size_t kDescriptionLength = 1024;  // characters
constexpr int kDefault = 60;

struct Reply {
  std::optional<json::Value> schema;
  std::vector<std::string> examples;
};

// 200 before 201 before 2XX; 100 is "not at all". `default` is what errors look like where a success
// is described beside it.
int rank(std::string_view status) {
  if (status.size() == 3 && status[0] == '2') {
    if (status[1] == 'X' || status[1] == 'x') return 50;
    if (text::is_digit(status[1]) && text::is_digit(status[2]))
      return (status[1] - '0') * 10 + (status[2] - '0') < 50
                 ? (status[1] - '0') * 10 + (status[2] - '0')
                 : 49;
  }
  return status == "default" ? kDefault : 100;
}

Reply read(const Context& context, json::Value response) {
  Reply out;
  if (context.is_swagger()) {
    out.schema = response.find("schema");
    const auto examples = response.find("examples");
    if (examples && examples->is_object() && examples->size() > 0)
      out.examples.emplace_back(examples->at(best_media_type(*examples)).raw());
    return out;
  }
  const auto content = response.find("content");
  if (!content || !content->is_object() || content->size() == 0) return out;
  const json::Value media = content->at(best_media_type(*content));
  out.schema = media.find("schema");
  out.examples = example_values(context, media);
  return out;
}

// The best answer that says anything about its form.
std::optional<Reply> best_reply(Context& context, const Operation& operation) {
  const auto responses = operation.value.find("responses");
  std::optional<Reply> best;
  int best_rank = 100;
  bool has_success = false;
  for (std::size_t i = 0; responses && responses->is_object() && i < responses->size(); ++i)
    has_success = has_success || rank(responses->key(i)) < kDefault;
  for (std::size_t i = 0; responses && responses->is_object() && i < responses->size(); ++i) {
    const int its_rank = rank(responses->key(i));
    if (its_rank >= best_rank || (its_rank == kDefault && has_success)) continue;
    const auto response = context.document.resolve(responses->at(i));
    if (!response) {
      context.problem(ToolEffect::kChanged, responses->at(i),
                      response.error().message + "; this reply is not known");
      continue;
    }
    Reply reply = read(context, *response);
    if (!reply.schema && reply.examples.empty()) continue;
    best = std::move(reply);
    best_rank = its_rank;
  }
  return best;
}

// Appends `s` without tags, links, emphasis and headings, all space as one blank.
void append_plain(std::string& out, std::string_view s) {
  bool is_line_start = true;
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    if (text::is_space(c)) {
      if (!out.empty() && out.back() != ' ') out += ' ';
      is_line_start = is_line_start || c == '\n';
      continue;
    }
    if (c == '<' && i + 1 < s.size() && (text::is_alpha(s[i + 1]) || s[i + 1] == '/')) {
      const std::size_t close = s.substr(0, i + 200).find('>', i);
      if (close != std::string_view::npos) {
        i = close;
        continue;
      }
    }
    if (c == ']' && i + 1 < s.size() && s[i + 1] == '(') {  // [text](address)
      const std::size_t close = s.substr(0, i + 2000).find(')', i);
      if (close != std::string_view::npos) {
        i = close;
        continue;
      }
    }
    const bool is_link = c == '[' && s.substr(i, 500).find("](") != std::string_view::npos;
    const bool is_heading = is_line_start && c == '#';
    const bool is_emphasis = c == '`' || (c == '*' && i + 1 < s.size() && s[i + 1] == '*') ||
                             (c == '*' && i > 0 && s[i - 1] == '*');
    if (is_link || is_heading || is_emphasis) continue;
    is_line_start = false;
    out += c;
  }
}

}  // namespace

void read_reply(Context& context, const Operation& operation, Tool& tool) {
  const std::optional<Reply> reply = best_reply(context, operation);
  if (!reply) return;
  for (const std::string& output : reply->examples) tool.examples.push_back({.output = output});
  if (!reply->schema) return;
  SchemaText schema = context.replies.write(*reply->schema);
  if (schema.text.empty() || schema.text[0] != '{') return;  // `true`: nothing is said
  int cut = 0;
  const std::string definitions =
      context.replies.definitions(schema.definitions, kDefinitionBytes, cut);
  if (!definitions.empty())
    schema.text.insert(schema.text.size() - 1, (schema.text.size() > 2 ? "," : "") + definitions);
  tool.output_schema = std::move(schema.text);
  if (cut > 0)
    context.problem(ToolEffect::kChanged, operation.value,
                    fmt::format("the reply's schemas come to more than {} KiB: {} of them are cut to their type",
                                kDefinitionBytes >> 10, cut));
}

std::string plain_description(std::string_view summary, std::string_view description) {
  const std::size_t most = 4 * kDescriptionLength;
  std::string out, more;
  append_plain(out, summary.substr(0, most));
  append_plain(more, description.substr(0, most));
  out = std::string(text::trim(out));
  more = std::string(text::trim(more));
  if (out.empty() || more.substr(0, out.size()) == out) {
    out = more;
  } else if (!more.empty()) {
    if (out.back() != '.' && out.back() != '!' && out.back() != '?') out += '.';
    out += ' ' + more;
  }
  out = text::repair_utf8(out);
  if (text::length(out) <= kDescriptionLength) return out;
  return std::string(text::prefix(out, kDescriptionLength - 1)) + "…";
}

}  // namespace generator::openapi
