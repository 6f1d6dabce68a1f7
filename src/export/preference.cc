#include "export/preference.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace generator {
namespace {

bool is_same(const TranscriptTurn& a, const TranscriptTurn& b) {
  return a.role == b.role && a.content == b.content && a.reasoning == b.reasoning;
}

bool has_one_prompt(const Transcript& a, const Transcript& b) {
  return a.system == b.system && a.turns.size() == b.turns.size() && !a.turns.empty() &&
         std::equal(a.turns.begin(), a.turns.end() - 1, b.turns.begin(), is_same);
}

void add_columns(Transcript& row, std::string_view origin, std::string_view difference) {
  row.columns.emplace_back("origin", json::quote(origin));
  row.columns.emplace_back("difference", json::quote(text::repair_utf8(difference)));
}

}  // namespace

const std::vector<const ExportFormat*>& preference_shapes() {
  static const std::vector<const ExportFormat*> all = {
      &kDpoShape,    &kKtoShape,        &kOpenAiShape, &kShareGptShape, &kShareGptKtoShape,
      &kAlpacaShape, &kAlpacaKtoShape, &kVertexShape};
  return all;
}

Result<const ExportFormat*> find_preference_shape(std::string_view name) {
  std::vector<std::string> names;
  for (const ExportFormat* shape : preference_shapes()) {
    if (shape->name == text::to_lower(name)) return shape;
    names.emplace_back(shape->name);
  }
  const std::string near = text::nearest(name, names);
  return fail(ErrorKind::kWrongUse,
              fmt::format("no shape `{}`{} (there are: {})", name,
                          near.empty() ? "" : fmt::format("; did you mean `{}`?", near),
                          text::join(names, ", ")));
}

Result<std::vector<Transcript>> transcripts(const Preference& pair, PairForm form,
                                            const TranscriptOptions& options, bool is_repeated) {
  TRY(Transcript chosen, transcript(pair.chosen, options));
  TRY(Transcript rejected, transcript(pair.rejected, options));
  if (!has_one_prompt(chosen, rejected))
    return fail(ErrorKind::kInternal, "the two answers of a pair have different prompts");
  std::vector<Transcript> out;
  if (form == PairForm::kLabelled) {
    chosen.label = true;
    rejected.label = false;
    if (options.with_origin) {
      add_columns(chosen, "kept", "");
      add_columns(rejected, to_text(pair.origin), pair.difference);
    }
    if (!is_repeated) out.push_back(std::move(chosen));
    out.push_back(std::move(rejected));
    return out;
  }
  chosen.rejected = {std::move(rejected.turns.back())};
  if (options.with_origin) add_columns(chosen, to_text(pair.origin), pair.difference);
  out.push_back(std::move(chosen));
  return out;
}

}  // namespace generator
