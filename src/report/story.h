// One row's whole story as plain values: what it is, what it was made from, what was asked about it
// and answered, what became of it. For a person and, as JSON, for a program.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/usd.h"
#include "data/chunk.h"
#include "data/example.h"
#include "data/message.h"

namespace generator::story {

struct Reply {
  std::string text;
  std::string end;  // how it ended, where not as it should: "cut at the token limit", "refused"
  std::string model;
  std::string at;  // ISO 8601 UTC
  std::int64_t input = 0, output = 0, cached = 0;  // tokens
  bool is_priced = false;
  Usd cost;
  std::vector<std::string> repairs;  // of its JSON, before it could be read
};

/// One request, as it was sent, and what came of it.
struct Ask {
  std::size_t slot = 0;  // which of the questions that are put at once
  std::string why;       // "": the first; else why it was asked again
  std::vector<Message> messages;
  std::string schema;  // of the reply; "": none
  std::int64_t max_tokens = 0;
  std::optional<Reply> reply;
  std::string problem;  // why the reply could not be used; "": it was
};

struct Step {
  std::string stage;  // "generate", "enrich", "judge"
  std::string provider, model;
  bool by_rules = false;  // no prompt was sent and nothing paid
  std::vector<Ask> asks;
  std::int64_t rows = 1;  // that these replies made together
  std::vector<std::string> notes;

  Usd cost() const;
  bool is_priced() const;  // every reply of it
};

/// Something that did not become a row, or one version of one.
struct Left {
  std::string code, meaning, detail, item;
  bool dropped = true;
  std::string row;    // JSON text; "": none
  std::string reply;  // of a model, of which nothing could be made
};

struct Verdict {
  std::string topic;
  std::optional<double> threshold;
  std::optional<double> keep_top;
  std::string what;  // "kept", "spare: …", "left out: …"; "": nobody selected
};

struct Story {
  std::string id;
  std::vector<std::string> found_in;  // files that have it, the named one first
  std::optional<Example> row;
  std::string row_text;              // as it stands in its file; "": it is none
  std::vector<std::string> rows;     // where `id` names a passage: the rows made from it
  std::optional<Chunk> passage, second_passage;  // the second of a multi-hop row
  std::vector<Chunk> shown;          // what an unanswerable row is shown with
  std::string passage_missing;       // why there is none
  std::vector<Step> steps;           // in the order of asking
  std::string first_answer;          // before it was rewritten; "": it was not
  std::vector<Left> left;            // refused: the row itself, or versions of it
  std::vector<Left> won_against;     // left out because of this row
  Verdict verdict;
  std::vector<std::string> notes;    // what could not be told, and why

  bool is_dropped() const;
};

/// For a terminal: nothing in it that a terminal would obey.
std::string to_text(const Story& story);
/// One object, with all that `to_text` says.
std::string to_json(const Story& story);

/// `text` with ⟦ and ⟧ around the spans; those that overlap or touch are one.
std::string marked(std::string_view text, std::vector<Span> spans);

}  // namespace generator::story
