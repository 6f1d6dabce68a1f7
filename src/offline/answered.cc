#include "offline/answered.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/json.h"
#include "base/text.h"
#include "data/chunk.h"
#include "measure/content_words.h"
#include "measure/passage.h"
#include "measure/plain.h"

namespace generator::offline {
namespace {

std::set<std::string> stems(std::string_view text) {
  std::set<std::string> out;
  for (auto& word : measure::content_words(measure::PlainText(text).text()))
    if (!word.is_empty) out.insert(std::move(word.stem));
  return out;
}

std::optional<std::string> answering_unit(std::string_view question, const Chunk& passage) {
  const std::set<std::string> asked = stems(question);
  if (asked.empty()) return std::nullopt;
  const measure::Passage parts = measure::read_passage(passage);
  for (const measure::Unit& unit : parts.units) {
    const measure::Block& block = parts.blocks[static_cast<std::size_t>(unit.block)];
    const HeadingPath& headings = parts.sections[static_cast<std::size_t>(block.section)].headings;
    std::string said(parts.text_of(unit));
    said.append("\n").append(parts.text_of(block.header));
    if (!headings.empty()) said.append("\n").append(headings.back());
    const std::set<std::string> there = stems(said);
    if (std::ranges::includes(there, asked)) return std::string(text::trim(parts.text_of(unit)));
  }
  return std::nullopt;
}

}  // namespace

Result<std::string> judge_unanswerable(const Inputs& inputs) {
  std::string quote, which = "no passage";
  std::int64_t by = 0;
  for (std::int64_t i = 1; by == 0; ++i) {
    const auto text = inputs.get(fmt::format("chunk_{}", i));
    if (text.empty()) break;
    TRY(const json::Document document, json::Document::parse(text));
    TRY(const Chunk chunk, read_chunk(document.root()));
    const auto unit = answering_unit(inputs.get("question"), chunk);
    if (!unit) continue;
    quote = *unit;
    which = fmt::format("passage {}", i);
    by = i;
  }
  std::string reply;
  json::Writer out(reply);
  out.begin_object().field("reasons", which + " has all words of the question in one place");
  out.field("quote", quote).field("answered_by", by).end_object();
  return reply;
}

}  // namespace generator::offline
