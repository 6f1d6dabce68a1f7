// Files are read from front to back: a row is parsed only where its text has the longest word of
// the id, which JSON escapes nowhere.
#include "cli/row_trace.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "base/files.h"
#include "base/text.h"
#include "cli/session.h"
#include "data/reasons.h"
#include "export/split.h"
#include "store/row_stream.h"

namespace generator::cli {
namespace {

constexpr std::size_t kMostRuns = 16;
constexpr std::size_t kFirstIds = 3;
constexpr std::string_view kStageFiles[] = {"kept", "spare", "rated", "enriched", "pairs"};

std::string_view longest_word(std::string_view id) {
  std::string_view longest;
  for (std::size_t i = 0, begin = 0; i <= id.size(); ++i) {
    if (i < id.size() && (text::is_alpha(id[i]) || text::is_digit(id[i]))) continue;
    if (i - begin > longest.size()) longest = id.substr(begin, i - begin);
    begin = i + 1;
  }
  return longest;
}

using EachRow = std::function<void(json::Value row, const RawRow& raw)>;

void for_each_row_with(std::string_view word, const std::string& path, const EachRow& each) {
  if (!path_exists(path) || is_directory(path) || file_extension(path) == ".parquet") return;
  RowStream rows = must(RowStream::open(path));
  RawRow raw;
  while (must(rows.next(raw))) {
    if (!word.empty() && !text::contains(raw.json, word)) continue;
    const auto document = json::Document::parse(raw.json);
    if (document && document->root().is_object()) each(document->root(), raw);
  }
}

// "set.train.jsonl" → "set.jsonl", where that has a run folder.
std::optional<std::string> whole_of_split(const std::string& file) {
  const std::string ending = file_extension(file);
  for (std::size_t side = 0; side < 3; ++side) {
    const std::string tail = fmt::format(".{}{}", split_name(side), ending);
    if (!file.ends_with(tail)) continue;
    std::string whole = file.substr(0, file.size() - tail.size()) + ending;
    if (RunFolder::of(whole).exists()) return whole;
  }
  return std::nullopt;
}

// "qa.rejected.jsonl" → "qa.json", of whatever ending: the one that has a run folder.
std::optional<std::string> output_of_rejects(const std::string& file) {
  const std::string folder = parent_directory(file);
  for (const std::string& name : directory_names(folder).value_or(std::vector<std::string>())) {
    if (!name.ends_with(".run")) continue;
    const std::string output = name.substr(0, name.size() - 4);
    if (rejected_path(output) != file_name(file)) continue;
    return file.find('/') == std::string::npos ? output : folder + "/" + output;
  }
  return std::nullopt;
}

std::string output_of(const std::string& file) {
  if (RunFolder::of(file).exists()) return file;
  const std::string folder = parent_directory(file);
  if (folder.ends_with(".run")) return folder.substr(0, folder.size() - 4);
  if (const auto output = output_of_rejects(file)) return *output;
  return whole_of_split(file).value_or(file);
}

std::string_view meaning_of(std::string_view code) {
  const auto found = std::ranges::find(reasons::kAll, code, &reasons::Reason::code);
  return found == reasons::kAll.end() ? "" : found->meaning;
}

story::Left left_of(json::Value reject) {
  story::Left out;
  out.code = reject.text_of("code");
  out.meaning = meaning_of(out.code);
  out.detail = reject.text_of("detail");
  out.item = reject.text_of("item");
  if (const auto dropped = reject.find("dropped")) out.dropped = dropped->boolean().value_or(true);
  if (const auto row = reject.find("row"); row && !row->is_null()) out.row = row->raw();
  out.reply = reject.text_of("reply");
  return out;
}

void add_rejects(const std::string& path, const std::string& id, std::string_view word,
                 RowTrace& trace) {
  std::vector<story::Left> left;
  for_each_row_with(word, path, [&](json::Value reject, const RawRow&) {
    const auto row = reject.find("row");
    if (reject.text_of("item") == id || (row && row->text_of("id") == id))
      left.push_back(left_of(reject));
    else if (text::contains(reject.text_of("detail"), fmt::format("`{}`", id)))
      trace.because.push_back(left_of(reject));
  });
  trace.left.insert(trace.left.begin(), left.begin(), left.end());
}

void add_rows(const std::string& path, const std::string& id, std::string_view word,
              RowTrace& trace) {
  for_each_row_with(word, path, [&](json::Value row, const RawRow& raw) {
    Result<Example> example = read_example(row);
    if (!example) return;
    if (example_name(*example, raw.number) == id)
      trace.rows.push_back({path, std::move(*example), std::string(raw.json)});
    else if (example->provenance.chunk_id == id &&
             std::ranges::find(trace.of_chunk, example->id) == trace.of_chunk.end())
      trace.of_chunk.push_back(example->id);
  });
}

void add_first_ids(const std::string& path, RowTrace& trace) {
  if (!trace.first_ids.empty()) return;
  for_each_row_with("", path, [&](json::Value row, const RawRow&) {
    if (const auto id = row.text_of("id"); !id.empty() && trace.first_ids.size() < kFirstIds)
      trace.first_ids.emplace_back(id);
  });
}

// `file`: one of the splits of the run's output, perhaps.
std::vector<std::string> row_files(const TracedRun& run, const std::string& file) {
  std::vector<std::string> out = {run.output};
  if (whole_of_split(file) == run.output) out.insert(out.begin(), file);
  for (const std::string_view stage : kStageFiles) out.push_back(run.folder.stage(stage));
  return out;
}

// The output of another run that `run` read, where that stands or beside its own output.
std::optional<std::string> output_before(const TracedRun& run) {
  if (!run.record || run.record->input.size() != 1) return std::nullopt;
  const std::string& input = run.record->input[0];
  for (std::string path : {input, parent_directory(run.output) + "/" + file_name(input)})
    if (path != run.output && RunFolder::of(path).exists()) return path;
  return std::nullopt;
}

std::string rejects_of(const TracedRun& run) {
  return run.output.ends_with(".rejected.jsonl") ? run.output : rejected_path(run.output);
}

}  // namespace

std::vector<TracedRun> runs_behind(const std::string& file) {
  std::vector<TracedRun> out;
  std::optional<std::string> output = output_of(file);
  while (output && out.size() < kMostRuns) {
    TracedRun& run = out.emplace_back(*output, RunFolder::of(*output), std::nullopt);
    if (path_exists(run.folder.record())) run.record = must(read_run_record(run.folder.record()));
    output = output_before(run);
  }
  return out;
}

const TracedRow* RowTrace::row_in(const std::string& path) const {
  const auto found = std::ranges::find(rows, path, &TracedRow::path);
  return found == rows.end() ? nullptr : &*found;
}

const Example* RowTrace::fullest() const {
  const auto tells_most = std::ranges::find_if(
      rows, [](const TracedRow& row) { return !row.example.evidence.empty(); });
  if (tells_most != rows.end()) return &tells_most->example;
  if (!rows.empty()) return &rows.front().example;
  return refused_ ? &*refused_ : nullptr;
}

RowTrace trace_row(const std::string& file, const std::string& id) {
  RowTrace trace;
  trace.runs = runs_behind(file);
  const std::string_view word = id.starts_with("row ") ? "" : longest_word(id);
  for (const TracedRun& run : trace.runs) {
    for (const std::string& path : row_files(run, file)) add_rows(path, id, word, trace);
    add_rejects(rejects_of(run), id, word, trace);
  }
  for (const story::Left& left : trace.left) {
    const auto row = json::Document::parse(left.row);
    if (!left.dropped || !row || row->root().text_of("id") != id) continue;
    if (auto example = read_example(row->root())) trace.refused_ = std::move(*example);
  }
  if (trace.is_empty())
    for (const TracedRun& run : trace.runs)
      for (const std::string& path : row_files(run, file)) add_first_ids(path, trace);
  return trace;
}

std::optional<TracedChunk> find_chunk(const std::string& chunks_path, const std::string& id) {
  std::optional<TracedChunk> out;
  for_each_row_with(longest_word(id), chunks_path, [&](json::Value row, const RawRow& raw) {
    if (out || row.text_of("id") != id) return;
    out = TracedChunk{must(read_chunk(row)), raw.number - 1};
  });
  return out;
}

}  // namespace generator::cli
