#include "data/example.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"

namespace generator {
namespace {

const std::vector<std::string_view> kKnown = {
    "id",          "question",          "reasoning",       "answer",   "chunk_id",
    "source_file", "model",             "generated_at",    "evidence", "kind",
    "answer_form", "original_question", "original_answer", "rating"};
// A field of that name in another's row, if it is no `true`, is carried through.
constexpr std::string_view kMultiHop = "multi_hop";
constexpr std::string_view kTurns = "turns";
constexpr std::string_view kUnanswerable = "unanswerable", kShown = "shown",
                           kTrueAnswer = "true_answer";

// In rows whose rating is a number its parts stand beside it; they are read into the rating.
const std::vector<std::string_view> kKnownOlder = [] {
  auto known = kKnown;
  known.insert(known.end(), {"clarity", "accuracy", "usefulness", "difficulty"});
  return known;
}();

Status read_text(json::Value row, std::string_view name, bool required, std::string& out) {
  const auto field = row.find(name);
  if (!field || field->is_null()) {
    if (!required) return {};
    return fail(ErrorKind::kInvalidInput, fmt::format("no field `{}`", name));
  }
  if (!field->is_string())
    return fail(ErrorKind::kInvalidInput, fmt::format("field `{}` is not a string", name));
  out = field->text();
  return {};
}

// `is_rated`: a text is the judge's.
Status read_reasoning(json::Value row, bool is_rated, QaPair& pair) {
  const auto field = row.find("reasoning");
  if (!field || field->is_null()) return {};
  if (field->is_string()) {
    if (!is_rated && !field->text().empty()) pair.reasoning.emplace_back(field->text());
    return {};
  }
  if (!field->is_array())
    return fail(ErrorKind::kInvalidInput,
                "field `reasoning` is neither a list of strings nor a string");
  for (std::size_t i = 0; i < field->size(); ++i) {
    if (!field->at(i).is_string())
      return fail(ErrorKind::kInvalidInput,
                  fmt::format("field `reasoning[{}]` is not a string", i));
    pair.reasoning.emplace_back(field->at(i).text());
  }
  return {};
}

Status read_pair(json::Value row, bool is_rated, QaPair& pair) {
  CHECK_OK(read_text(row, "question", true, pair.question));
  CHECK_OK(read_text(row, "answer", true, pair.answer));
  return read_reasoning(row, is_rated, pair);
}

// Nothing where `support` means something else: it is one of the unknown fields then.
std::optional<double> read_support(json::Value row) {
  const auto field = row.find("support");
  const auto share = field && field->is_number() ? field->number() : std::nullopt;
  return share && *share >= 0 && *share <= 1 ? share : std::nullopt;
}

bool has_another_support(const Example& example) {
  return text::contains(example.extra, "\"support\":");
}

void read_evidence(json::Value row, std::size_t turn, Example& example) {
  const auto field = row.find("evidence");
  if (!field) return;
  for (std::size_t i = 0; i < field->size(); ++i) {
    const json::Value entry = field->at(i);
    Evidence evidence;
    evidence.chunk_id = entry.text_of("chunk_id", example.provenance.chunk_id);
    if (const auto begin = entry.find("begin")) evidence.bytes.begin = begin->integer().value_or(0);
    if (const auto end = entry.find("end")) evidence.bytes.end = end->integer().value_or(0);
    if (const auto required = entry.find("required"))
      evidence.required = required->boolean().value_or(false);
    evidence.turn = turn;
    example.evidence.push_back(std::move(evidence));
  }
}

// A field of that name in a row with a question is another's.
bool has_turns(json::Value row) {
  const auto turns = row.find(kTurns);
  return turns && turns->is_array() && turns->size() > 0 && !row.find("question");
}

Status read_turns(json::Value turns, Example& example) {
  Conversation& conversation = example.body.emplace<Conversation>();
  for (std::size_t i = 0; i < turns.size(); ++i) {
    if (const Status read = read_pair(turns.at(i), false, conversation.turns.emplace_back()); !read)
      return fail(read.error().kind, fmt::format("`turns[{}]`: {}", i, read.error().message));
    read_evidence(turns.at(i), i, example);
  }
  return {};
}

void write_evidence(json::Writer& out, const Example& example, std::size_t turn) {
  const auto is_of_turn = [&](const Evidence& evidence) { return evidence.turn == turn; };
  if (std::ranges::none_of(example.evidence, is_of_turn)) return;
  out.key("evidence").begin_array();
  for (const auto& evidence : example.evidence) {
    if (!is_of_turn(evidence)) continue;
    out.begin_object();
    if (evidence.chunk_id != example.provenance.chunk_id) out.field("chunk_id", evidence.chunk_id);
    out.field("begin", evidence.bytes.begin).field("end", evidence.bytes.end);
    if (evidence.required) out.key("required").boolean(true);
    out.end_object();
  }
  out.end_array();
}

void write_pair(json::Writer& out, const QaPair& pair) {
  out.field("question", pair.question);
  if (!pair.reasoning.empty()) {
    out.key("reasoning").begin_array();
    for (const auto& step : pair.reasoning) out.string(step);
    out.end_array();
  }
  out.field("answer", pair.answer);
}

void write_turns(json::Writer& out, const Example& example) {
  out.key(kTurns).begin_array();
  for (std::size_t i = 0; i < example.turns().size(); ++i) {
    out.begin_object();
    write_pair(out, example.turns()[i]);
    write_evidence(out, example, i);
    out.end_object();
  }
  out.end_array();
}

std::string joined(const Example& example, std::string QaPair::* part) {
  std::string out;
  for (const QaPair& turn : example.turns()) out.append(out.empty() ? "" : "\n\n").append(turn.*part);
  return out;
}

// Nothing where another's row says `unanswerable` without saying what it is shown with: that is
// carried through.
std::optional<Unanswerable> read_unanswerable(json::Value row) {
  const auto is_one = row.find(kUnanswerable), shown = row.find(kShown);
  if (!is_one || !is_one->boolean().value_or(false) || !shown || !shown->is_array() ||
      shown->size() == 0)
    return std::nullopt;
  Unanswerable out;
  for (std::size_t i = 0; i < shown->size(); ++i) {
    if (!shown->at(i).is_string()) return std::nullopt;
    out.shown.emplace_back(shown->at(i).text());
  }
  out.true_answer = row.text_of(kTrueAnswer);
  return out;
}

void write_unanswerable(json::Writer& out, const Unanswerable& unanswerable) {
  out.key(kUnanswerable).boolean(true);
  out.key(kShown).begin_array();
  for (const std::string& id : unanswerable.shown) out.string(id);
  out.end_array().field(kTrueAnswer, unanswerable.true_answer);
}

void write_optional(json::Writer& out, std::string_view name, const std::string& value) {
  if (!value.empty()) out.field(name, value);
}

}  // namespace

std::span<QaPair> Example::turns() {
  if (auto* conversation = std::get_if<Conversation>(&body)) return conversation->turns;
  return {&std::get<QaPair>(body), 1};
}

std::span<const QaPair> Example::turns() const {
  if (const auto* conversation = std::get_if<Conversation>(&body)) return conversation->turns;
  return {&std::get<QaPair>(body), 1};
}

std::string all_questions(const Example& example) { return joined(example, &QaPair::question); }
std::string all_answers(const Example& example) { return joined(example, &QaPair::answer); }

bool has_reasoning(const Example& example) {
  return std::ranges::any_of(example.turns(),
                             [](const QaPair& turn) { return !turn.reasoning.empty(); });
}

std::vector<std::string> chunk_ids(const Example& example) {
  std::vector<std::string> out;
  const auto add = [&](const std::string& id) {
    if (!id.empty() && std::ranges::find(out, id) == out.end()) out.push_back(id);
  };
  add(example.provenance.chunk_id);
  for (const Evidence& evidence : example.evidence) add(evidence.chunk_id);
  return out;
}

std::string passage_name(std::string_view first, std::string_view second) {
  return second.empty() ? std::string(first) : fmt::format("{} + {}", first, second);
}

std::string passage_name(const Example& example) {
  if (example.unanswerable) return text::join(example.unanswerable->shown, " + ");
  if (!example.multi_hop) return example.provenance.chunk_id;
  return text::join(chunk_ids(example), " + ");
}

std::vector<Span> evidence_in(const Example& example, std::string_view chunk_id) {
  std::vector<Span> out;
  for (const Evidence& evidence : example.evidence)
    if (evidence.chunk_id == chunk_id || evidence.chunk_id.empty()) out.push_back(evidence.bytes);
  return out;
}

void write_example(json::Writer& out, const Example& example) {
  out.begin_object();
  write_optional(out, "id", example.id);
  example.is_conversation() ? write_turns(out, example) : write_pair(out, example.pair());
  write_optional(out, "chunk_id", example.provenance.chunk_id);
  write_optional(out, "source_file", example.provenance.source_file);
  write_optional(out, "model", example.provenance.model);
  write_optional(out, "generated_at", example.provenance.generated_at);
  if (!example.is_conversation()) write_evidence(out, example, 0);
  write_optional(out, "kind", example.kind);
  if (example.multi_hop) out.key(kMultiHop).boolean(true);
  if (example.unanswerable) write_unanswerable(out, *example.unanswerable);
  write_optional(out, "answer_form", example.answer_form);
  if (example.support && !has_another_support(example)) out.field("support", *example.support);
  write_optional(out, "original_question", example.original_question);
  write_optional(out, "original_answer", example.original_answer);
  if (example.rating) write_rating(out.key("rating"), *example.rating);
  if (!example.extra.empty()) out.raw(example.extra);
  out.end_object();
}

std::string example_text(const Example& example) {
  std::string out;
  json::Writer writer(out);
  write_example(writer, example);
  return out;
}

std::string example_name(const Example& example, std::uint64_t row) {
  return example.id.empty() ? fmt::format("row {}", row) : example.id;
}

Result<Example> read_example(json::Value row) {
  if (!row.is_object()) return fail(ErrorKind::kInvalidInput, "a row is a JSON object");
  Example example;
  CHECK_OK(read_text(row, "id", false, example.id));
  CHECK_OK(read_text(row, "chunk_id", false, example.provenance.chunk_id));
  CHECK_OK(read_text(row, "source_file", false, example.provenance.source_file));
  CHECK_OK(read_text(row, "model", false, example.provenance.model));
  CHECK_OK(read_text(row, "generated_at", false, example.provenance.generated_at));
  CHECK_OK(read_text(row, "kind", false, example.kind));
  CHECK_OK(read_text(row, "answer_form", false, example.answer_form));
  CHECK_OK(read_text(row, "original_question", false, example.original_question));
  CHECK_OK(read_text(row, "original_answer", false, example.original_answer));
  TRY(example.rating, read_rating(row));
  if (has_turns(row)) {
    CHECK_OK(read_turns(*row.find(kTurns), example));
  } else {
    CHECK_OK(read_pair(row, example.rating.has_value(), example.pair()));
    read_evidence(row, 0, example);
  }
  const auto multi_hop = row.find(kMultiHop);
  example.multi_hop = multi_hop && multi_hop->boolean().value_or(false);
  example.unanswerable = read_unanswerable(row);
  example.support = read_support(row);
  const auto rating = row.find("rating");
  std::vector<std::string_view> known = rating && rating->is_number() ? kKnownOlder : kKnown;
  if (example.support) known.emplace_back("support");
  if (example.multi_hop) known.push_back(kMultiHop);
  if (example.is_conversation()) {
    std::erase_if(known, [](std::string_view name) { return name == "answer" || name == "evidence"; });
    known.push_back(kTurns);
  }
  if (example.unanswerable) known.insert(known.end(), {kUnanswerable, kShown, kTrueAnswer});
  example.extra = json::other_fields(row, known);
  return example;
}

}  // namespace generator
