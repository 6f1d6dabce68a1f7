// One pair on its way to a reasoning that stands: what is still to be asked about it, and what the
// replies mean. Pure; a dialogue has one or several of them.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "cot/thinking.h"
#include "run/dialogue.h"

namespace generator::cot {

class Track {
 public:
  /// Reads a corrected reply of the request that the pair came from.
  using ReadAgain = std::function<Result<Thought>(const Completion&)>;
  /// Makes the row of a thought, or says why it is none.
  using Make = std::function<qa::Checked<Example>(const Thought&)>;

  /// A row whose question and answer stay, and that has no steps yet. `thinking` must outlive it.
  Track(const Thinking& thinking, SourcedExample row);
  /// A pair that `reply` to `asked` proposed, of which `make` makes a row.
  Track(const Thinking& thinking, std::optional<Chunk> chunk, Thought proposed, ChatRequest asked,
        std::string reply, ReadAgain read, Make make);

  /// What is asked next; empty: it is decided.
  Result<std::vector<Ask>> asks();
  /// What it heard of these, in their order. On an Error nothing has changed.
  struct Heard;
  Result<std::vector<Heard>> read(std::span<const Outcome> outcomes) const;
  void hear(std::vector<Heard> heard);
  /// At the end.
  void finish(Finished& out) const;

  struct Heard {
    Thought thought;
    std::optional<Failure> failure;
    std::string text;  // the reply's
  };

 private:
  enum class Stage : std::uint8_t { kSteps, kSolutions, kVerdict, kDone };
  void consider(const Thought& thought, const std::string& reply);
  void refuse(qa::Fault fault);
  void check_votes();
  void go_on();
  void lose(const Failure& failure);
  bool shorten();
  Reject reject() const;
  std::optional<qa::Fault> fault_in(const Thought& thought);

  const Thinking* thinking_;
  SourcedExample row_;
  bool is_given_;  // question and answer stay
  ReadAgain read_again_;
  Make make_;
  Stage stage_ = Stage::kSteps;
  std::optional<ChatRequest> first_;  // that the steps came from
  std::string reply_;                 // in which they stood
  std::optional<qa::Fault> fault_;    // of the last reply; with kDone: why there is no row
  Thought thought_;
  std::vector<Thought> solutions_;
  bool was_asked_again_ = false, has_solutions_ = false, is_shortened_ = false;
  bool awaits_correction_ = false;
  std::optional<Failure> failure_;
};

}  // namespace generator::cot
