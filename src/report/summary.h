// The report of a run: a plain value, its JSON and its text. Every number of the text is in the
// JSON.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/result.h"
#include "report/preference_report.h"
#include "report/rating_statistics.h"
#include "report/row_statistics.h"

namespace generator {

/// What cleaning and cutting did with the documents.
struct DocumentsReport {
  std::int64_t files = 0;
  std::int64_t bytes = 0;       // of the files
  std::int64_t bytes_kept = 0;  // of the cleaned texts
  struct Removed {
    std::string kind;  // "navigation", "tooltip", "link_target", ...
    std::int64_t count = 0;
    std::int64_t bytes = 0;
  };
  std::vector<Removed> removed;
  std::vector<NamedCount> left_out;  // files by kind of reason: "licence", "lock file", ...
};

/// The chunks that a run worked on.
struct ChunksReport {
  std::int64_t chunks = 0;
  std::int64_t tokens = 0;
  std::int64_t min_tokens = 0;  // the range that was asked for; 0:0 where none was
  std::int64_t max_tokens = 0;
  std::int64_t in_range = 0;
  std::int64_t below = 0;
  std::int64_t above = 0;
  std::string counter;  // "o200k_base", or the name of an estimate
};

/// One stage: what went in, what came out, what was left out and why, what it cost.
struct StageReport {
  std::string name;          // "generate", "enrich", "curate", "export"
  std::string takes, gives;  // "chunks", "pairs"
  std::int64_t in = 0;
  std::int64_t out = 0;
  std::vector<NamedCount> rejects;  // by code of data/reasons.h
  std::string model;                // "" where no model was asked
  std::int64_t asks = 0;
  std::int64_t calls = 0;        // paid for by this run
  std::int64_t from_ledger = 0;  // answered by what an earlier run paid for
  std::int64_t shared = 0;       // waited for an equal call
  std::int64_t failed_calls = 0;
  std::int64_t bad_replies = 0;   // asked for again, or given up
  std::int64_t retries = 0;       // requests sent anew after a failure of network or server
  std::int64_t input_tokens = 0;  // of `calls`
  std::int64_t output_tokens = 0;
  std::int64_t cached_tokens = 0;  // of the input tokens: read from the provider's cache
  std::optional<double> usd;  // of `calls`, where prices are known; what lost tries may cost too
  std::int64_t elapsed_ms = 0;
};

/// What all calls cost that the ledger holds, those of earlier runs too: each once.
struct MoneyReport {
  std::int64_t replies = 0;
  std::int64_t failed_calls = 0;
  std::int64_t input_tokens = 0;
  std::int64_t output_tokens = 0;
  std::int64_t cached_tokens = 0;     // of the input tokens
  std::int64_t unpriced_replies = 0;  // whose model has no known price: tokens only
  double usd = 0;                     // of the others
  double usd_saved = 0;               // by the providers' caches, less what writing them cost
  double usd_lost = 0;                // of usd: tries without a reply that may have been billed
  double usd_unsettled = 0;           // set aside for calls that never ended
  double usd_this_run = 0;            // of usd
  bool is_paid = false;               // a model that costs money was asked
};

/// One file that was written.
struct FileReport {
  std::string path;
  std::string format;
  std::int64_t rows = 0;
  std::int64_t refused = 0;         // rows that the format cannot hold
  std::int64_t repaired = 0;        // rows with bytes that were no text
  std::int64_t template_marks = 0;  // rows that hold marks of chat templates
};

struct RunReport {
  std::string command;       // "pipeline docs -o training.jsonl"
  std::string output;        // its main file
  std::string version;       // of the program
  std::string generated_at;  // ISO 8601 UTC
  std::int64_t seed = 0;
  bool made_by_rules = false;       // no model wrote or rated the rows: no retention is shown
  std::int64_t wanted = 0;          // rows that were asked for; 0: no number was
  std::int64_t made = 0;            // rows of the output
  std::int64_t without_source = 0;  // rows whose passage was not found
  bool interrupted = false;
  std::int64_t elapsed_ms = 0;
  std::optional<DocumentsReport> documents;
  std::optional<ChunksReport> chunks;
  std::vector<StageReport> stages;
  std::optional<RatingReport> ratings;
  std::optional<RowReport> rows;
  std::vector<NamedShare> question_mix;  // as --question-mix asked; they add up to 1
  std::optional<MoneyReport> money;  // where a model was asked
  std::optional<PreferenceReport> preference;  // of pairs of answers
  std::vector<FileReport> files;
  std::vector<std::string> notes;  // the caller's own warnings
};

/// What deserves a look: no rows, fewer than asked for, ties at the threshold above 30 %, few forms
/// of question, repeats, rows without a source, calls that failed, and `notes`.
std::vector<std::string> warnings(const RunReport& report);

/// What all stages left out, by code; most frequent first, ties by code.
std::vector<NamedCount> all_rejects(const RunReport& report);

/// What is said before the last line: how much of the prompts came from the providers' caches and
/// what that saved, and how often the network or a server failed. A line each; none where there is
/// nothing of it.
std::vector<std::string> economy_lines(const RunReport& report);

void write_report(json::Writer& out, const RunReport& report);
/// As a page in Markdown that also reads well on a terminal.
std::string report_text(const RunReport& report);
/// The last line of a command: "312 rows in training.jsonl (asked for 500: 120 below_threshold,
/// ...)".
std::string closing_line(const RunReport& report);

/// Writes report.json and report.md.
Status write_report_files(const RunReport& report, const std::string& json_path,
                          const std::string& text_path);

}  // namespace generator
