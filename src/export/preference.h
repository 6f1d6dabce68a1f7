// Pairs of answers in the shapes that preference trainers read: DPO and KTO for TRL, OpenAI's and
// Gemini's files, LLaMA-Factory's ShareGPT and Alpaca.
#pragma once

#include <string>

#include "data/preference.h"
#include "export/format.h"
#include "export/transcript.h"

namespace generator {

/// {"prompt","chosen","rejected"}, lists of messages: TRL's DPO, ORPO, CPO and reward trainers.
extern const ExportFormat kDpoShape;
/// {"prompt","completion","label"}: TRL's KTO trainer.
extern const ExportFormat kKtoShape;
/// {"input","preferred_output","non_preferred_output"}.
extern const ExportFormat kOpenAiShape;
/// {"conversations","chosen","rejected","system","tools"}: LLaMA-Factory, `ranking: true`.
extern const ExportFormat kShareGptShape;
/// {"conversations","system","tools","kto_tag"}.
extern const ExportFormat kShareGptKtoShape;
/// {"instruction","input","chosen","rejected","system","history"}.
extern const ExportFormat kAlpacaShape;
/// {"instruction","input","output","system","history","kto_tag"}.
extern const ExportFormat kAlpacaKtoShape;
/// {"systemInstruction"?,"contents","completions"} with scores 1 and 0: Gemini on Vertex.
extern const ExportFormat kVertexShape;

/// Of shapes that no Parquet holds: their services take lines alone.
inline std::string no_schema(bool) { return ""; }

/// The transcripts of the rows that `pair` becomes: kRanked one, whose last turn is the better
/// answer and `rejected` the worse; kLabelled two, without the first where `is_repeated`. Columns
/// `origin` ("kept" for the better answer alone) and `difference` at the end. Errors: as of an
/// example's; kInternal where the two differ before their last turn.
Result<std::vector<Transcript>> transcripts(const Preference& pair, PairForm form,
                                            const TranscriptOptions& options, bool is_repeated);

}  // namespace generator
