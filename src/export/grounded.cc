#include "export/grounded.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/json.h"
#include "base/text.h"

namespace generator {
namespace {

std::string repaired(std::string text) {
  return text::is_valid_utf8(text) ? std::move(text) : text::repair_utf8(text);
}

}  // namespace

std::string shown_passage(const Chunk& chunk) {
  std::string place = chunk.source;
  if (const std::string headings = to_text(chunk.headings); !headings.empty())
    place += (place.empty() ? "Under " : ", under ") + headings;
  const std::string_view text = text::trim_right(chunk.text);
  return repaired(place.empty() ? std::string(text) : fmt::format("{}\n{}", place, text));
}

Result<Grounded> grounded(const std::vector<Chunk>& passages, const std::vector<std::size_t>& gold,
                          std::string_view question, std::vector<std::string> answers,
                          const ContextFrame& frame) {
  Grounded out;
  for (std::size_t i = 0; i < passages.size(); ++i) {
    out.context.push_back(shown_passage(passages[i]));
    out.ids.push_back(repaired(passages[i].id));
    out.input += fmt::format("{}[{}] {}", i > 0 ? "\n\n" : "", i + 1, out.context.back());
  }
  for (const std::size_t place : gold) out.gold_ids.push_back(out.ids[place]);
  TRY(out.asked, frame(out.input, question));
  TRY(out.instruction, frame("", question));
  out.answers = std::move(answers);
  return out;
}

const std::vector<std::string>& context_columns() {
  static const std::vector<std::string> names = {"context", "context_ids", "gold_ids"};
  return names;
}

std::string context_column(std::string_view name, const Grounded* grounded) {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  if (grounded != nullptr)
    for (const std::string& text : name == "context"       ? grounded->context
                                   : name == "context_ids" ? grounded->ids
                                                           : grounded->gold_ids)
      writer.string(text);
  writer.end_array();
  return out;
}

}  // namespace generator
