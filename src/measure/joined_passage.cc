#include "measure/joined_passage.h"

namespace generator::measure {
namespace {

constexpr std::string_view kBetween = "\n\n";

Span moved(Span span, std::int64_t by) { return {span.begin + by, span.end + by}; }

}  // namespace

Passage joined(const Passage& first, const Passage& second, std::string& text) {
  text = std::string(first.text).append(kBetween);
  const auto by = static_cast<std::int64_t>(text.size());
  text.append(second.text);
  Passage out = first;
  out.text = text;
  const int sections = static_cast<int>(first.sections.size());
  const int blocks = static_cast<int>(first.blocks.size());
  for (Section section : second.sections) {
    section.bytes = moved(section.bytes, by);
    out.sections.push_back(std::move(section));
  }
  for (Block block : second.blocks) {
    block.bytes = moved(block.bytes, by);
    block.header = moved(block.header, by);
    block.section += sections;
    out.blocks.push_back(block);
  }
  for (Unit unit : second.units) {
    unit.bytes = moved(unit.bytes, by);
    unit.block += blocks;
    out.units.push_back(unit);
  }
  return out;
}

std::pair<std::vector<Span>, std::vector<Span>> apart(const std::vector<Span>& spans,
                                                      const Passage& first) {
  const auto by = static_cast<std::int64_t>(first.text.size() + kBetween.size());
  std::pair<std::vector<Span>, std::vector<Span>> out;
  for (const Span& span : spans)
    span.begin < by ? out.first.push_back(span) : out.second.push_back(moved(span, -by));
  return out;
}

}  // namespace generator::measure
