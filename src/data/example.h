// A row of training data, and where it came from.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "data/chunk.h"
#include "data/rating.h"

namespace generator {

struct QaPair {
  std::string question;
  std::vector<std::string> reasoning;  // chain of thought, a step each; empty: none
  std::string answer;
};

/// Several questions on one subject. The first makes sense alone; a later one may lean on what was
/// said before it.
struct Conversation {
  std::vector<QaPair> turns;  // one at least
};

/// Which bytes of which chunk support the answer.
struct Evidence {
  std::string chunk_id;
  Span bytes;
  bool required = false;  // a rewriting may not lose a fact that stands here
  std::size_t turn = 0;   // of a conversation: whose answer
};

struct Provenance {
  std::string chunk_id;
  std::string source_file;
  std::string model;         // who wrote it: "offline-rules", "qwen3:8b", ...
  std::string generated_at;  // ISO 8601 UTC, the time of the reply
};

/// Of a row whose question none of the passages answers that it is shown with. Its answer says so;
/// its chunk and evidence are those of the passage that the question is from, which does.
struct Unanswerable {
  std::vector<std::string> shown;  // ids of the chunks it is shown with, the nearest first
  std::string true_answer;         // what the question's own passage says
};

/// One row. Tool use joins the variant with its own files.
struct Example {
  std::string id;  // stable: of chunk, question and place; "" in files of others
  std::variant<QaPair, Conversation> body;
  std::vector<Evidence> evidence;
  std::string
      kind;  // of question: "how-to", "concept", "reason", "comparison", "troubleshooting", "api"
  bool multi_hop = false;         // it takes both passages that its evidence names to answer it
  std::optional<Unanswerable> unanswerable;  // nothing: its passage answers it
  std::string answer_form;  // "verbatim", "rewritten", "written", "refusal"; "" where not known
  std::optional<double> support;  // share of the answer that its passage says; nothing: not known
  std::string original_question;  // before it was made to say what it is about; "" where it was not
  std::string original_answer;    // before rewriting; "" where it was not
  std::optional<Rating> rating;
  Provenance provenance;
  std::string extra;  // unknown fields as raw JSON `"a":1,"b":2`, carried through untouched

  bool is_conversation() const { return std::holds_alternative<Conversation>(body); }
  /// The pair, or a conversation's first turn: the question that names the row.
  QaPair& pair() { return turns()[0]; }
  const QaPair& pair() const { return turns()[0]; }
  /// The pair alone, or all of a conversation.
  std::span<QaPair> turns();
  std::span<const QaPair> turns() const;
};

/// A row as one text, whatever its kind: the question and the answer of a pair; of a conversation
/// all its questions, and all its answers, a paragraph a turn.
std::string all_questions(const Example& example);
std::string all_answers(const Example& example);
/// Whether some turn has a chain of thought.
bool has_reasoning(const Example& example);

/// The byte ranges of its evidence in that chunk.
std::vector<Span> evidence_in(const Example& example, std::string_view chunk_id);

/// The chunks that it was made from: its provenance's, then the others that its evidence names, in
/// their order; "" is none.
std::vector<std::string> chunk_ids(const Example& example);

/// The same as one name, in messages and to tell passages apart: "a", "a + b"; of an unanswerable
/// row what it is shown with.
std::string passage_name(const Example& example);
std::string passage_name(std::string_view first, std::string_view second);

/// An example with the passage it was made from, where that is known.
struct SourcedExample {
  Example example;
  std::optional<Chunk> chunk;
  bool shares_chunk = false;      // the row before or after it has the same passage
  std::optional<Chunk> second{};  // the other passage of a multi-hop row; only beside `chunk`
  bool is_clean = false;  // nothing in it addresses a model: it was looked for already
  std::vector<Chunk> shown{};  // of an unanswerable row; empty where one of them is not known
};

/// Field names and order are fixed: id, question, reasoning, answer, chunk_id, source_file, model,
/// generated_at, evidence, kind, multi_hop (in rows of two passages alone), unanswerable, shown and
/// true_answer (in unanswerable rows alone), answer_form, support, original_question,
/// original_answer, rating, then the unknown ones. A conversation has `turns` instead of question,
/// reasoning, answer and evidence: a list of objects with these four.
void write_example(json::Writer& out, const Example& example);

/// The same as text.
std::string example_text(const Example& example);
/// Its id, or "row 12" where it has none. `row`: its place in its file, from 1.
std::string example_name(const Example& example, std::uint64_t row);

/// Errors: kInvalidInput naming the field, where there is no `question` or `answer`, and no `turns`
/// that have them, or a type is wrong. A string `reasoning` in a row with `rating` is the judge's words (older files) and goes
/// to rating.reasons; otherwise it is a chain of thought of one step.
Result<Example> read_example(json::Value row);

/// Receives rows in order; `finish` makes them durable and visible.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual Status add(const Example& example) = 0;
  virtual Status finish() = 0;
};

}  // namespace generator
