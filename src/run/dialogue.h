// What a stage wants to know about one item, as a pure state machine: ask, hear, end.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"
#include "data/example.h"
#include "data/reasons.h"
#include "data/tool_use.h"
#include "model/chat.h"

namespace generator {

/// Something that did not become a row, and why. `code` comes from the one list in data/reasons.h.
struct Reject {
  std::string code;
  std::string detail;   // what exactly, in words
  std::string item;     // chunk id or example id
  std::string row;      // the refused row as JSON text; "" where there is none
  bool dropped = true;  // false: the row was kept in another form, only this version was refused
  std::string reply{};  // what the model wrote, where nothing could be made of it; "": nothing
  bool asked_again = false;  // it is a version that was refused, and another was asked for
};

/// The reason (data/reasons.h) for an item whose ask ended so.
inline std::string_view reason_of(Failure::Kind kind) {
  switch (kind) {
    case Failure::Kind::kRefused:
      return reasons::kRefusedByModel;
    case Failure::Kind::kTooLong:
      return reasons::kContextTooLong;
    case Failure::Kind::kCut:
      return reasons::kCutReply;
    case Failure::Kind::kAttemptsUsedUp:
      return reasons::kUnreadableReply;
    case Failure::Kind::kCallFailed:
      break;
  }
  return reasons::kCallFailed;
}

struct Finished {
  std::vector<Example> examples;
  std::vector<Reject> rejects;
  std::vector<ToolUse> tool_uses{};

  std::size_t rows() const { return examples.size() + tool_uses.size(); }
};

/// One question; `sample` tells repeats that are wanted apart (votes, audits).
struct Ask {
  ChatRequest request;
  int sample = 0;
};

/// Tool calls to carry out, where all of `before` have been since the known state of the tools.
struct Act {
  std::vector<ToolCall> before;  // in their order; what they replied is known
  std::vector<ToolCall> calls;
};

using Turn = std::variant<std::vector<Ask>, Act, Finished>;

/// Pure: no socket, clock or file. On an Error `hear` has changed nothing and the same asks are put
/// again, as a new attempt, with the error shown to the model.
class Dialogue {
 public:
  virtual ~Dialogue() = default;
  virtual Turn open() = 0;
  /// `outcomes` in the order of the asks.
  virtual Result<Turn> hear(std::span<const Outcome> outcomes) = 0;
  /// What the calls of an Act replied, in their order. Only where a dialogue acts.
  virtual Turn see(std::span<const CallResult>) { return Finished{}; }
  /// After an Error of `hear`: the asks whose replies could not be used, and are put again alone;
  /// empty: all that had one.
  virtual std::vector<std::size_t> unusable() const { return {}; }
};

/// Gives the dialogues of a stage in input order. Called as slots become free; nullptr at the end.
class DialogueSource {
 public:
  virtual ~DialogueSource() = default;
  virtual Result<std::unique_ptr<Dialogue>> next() = 0;
  /// Begins again with the first: the same dialogues follow. For runs that take several passes.
  virtual Status rewind() {
    return fail(ErrorKind::kInternal, "this source of dialogues cannot be read twice");
  }
  /// How many there are in all, where that is known: for the progress display.
  virtual std::optional<std::uint64_t> size() const { return std::nullopt; }
};

}  // namespace generator
