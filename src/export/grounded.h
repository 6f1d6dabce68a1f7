// What an exported row shows before its question: numbered passages, in a frame of words.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "data/chunk.h"

namespace generator {

/// Where a format has the passages.
enum class ContextPlace : std::uint8_t {
  kQuestion,  // in the user's message, before the question
  kInput,     // in a field of its own behind the instruction
  kColumns,   // in columns alone; the question is as it was
};

/// One row's, ready to be placed.
struct Grounded {
  std::string asked;        // frame, passages and question as one text
  std::string instruction;  // frame and question, where the passages have a place of their own
  std::string input;        // the passages, numbered
  std::vector<std::string> context;   // the same, each by itself and without its number
  std::vector<std::string> ids;       // of their chunks
  std::vector<std::string> gold_ids;  // of those that answer
  std::vector<std::string> answers;   // one a turn, with its citations, where there are any
};

/// Puts numbered passages, "" where they stand elsewhere, and the question into the frame.
using ContextFrame =
    std::function<Result<std::string>(std::string_view passages, std::string_view question)>;

/// `gold`: places in `passages`; `question`: the first turn's.
Result<Grounded> grounded(const std::vector<Chunk>& passages, const std::vector<std::size_t>& gold,
                          std::string_view question, std::vector<std::string> answers,
                          const ContextFrame& frame);

/// "guide.md, under Install > Options", a line end, and the text: as a reader sees a passage.
std::string shown_passage(const Chunk& chunk);

/// The names of the columns that hold them, and what stands in one, as JSON.
const std::vector<std::string>& context_columns();
std::string context_column(std::string_view name, const Grounded* grounded);

}  // namespace generator
