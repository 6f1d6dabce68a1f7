// A deed whose general words are replaced by real things, one after the other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "offline/tool_phrase.h"

namespace generator::offline {

/// "the dataset /a", "a new pipeline called x", "the first dataset listed", "it". `head`: what
/// stands before the value, without an article: "HDF5 file".
std::string named(const tool::SketchArgument& argument, const Spoken& spoken,
                  const std::string& head);

/// It was named together with what "it" means: the pipeline of a package.
bool is_understood(const tool::SketchArgument& argument, const Spoken& spoken);

class ToolSentence {
 public:
  /// `words`: as deed_words makes them.
  ToolSentence(std::vector<std::string> words, const Spoken& spoken);

  /// The general words for `argument` become its own: true where there were any.
  bool put(const tool::SketchArgument& argument);
  /// What something is set to: "done" of "update the status of the order 3"; or "".
  const std::string& target() const { return target_; }
  /// Nothing but things' own names: "get the pet 101".
  bool is_thing() const;
  /// "the currently open file": what was opened before.
  void put_open();

  std::string text() const;

 private:
  struct Span {
    std::size_t begin = 0, at = 0, end = 0;  // its words, the noun among them
  };
  enum class Fit { kHead, kPluralHead, kInside, kGeneric };

  bool put_setting(const tool::SketchArgument& argument);
  bool put_target(const tool::SketchArgument& argument, const std::optional<Span>& span);
  std::optional<Span> place_of(const tool::SketchArgument& argument) const;
  std::optional<Span> find(const std::string& noun, Fit fit) const;
  Span around(std::size_t at) const;
  std::string head_of(const Span& span, const tool::SketchArgument& argument) const;
  void replace(const Span& span, std::string name);
  void erase(std::size_t begin, std::size_t end);

  std::vector<std::string> words_;
  std::vector<bool> done_;  // of each word: it is a thing's own name
  std::string target_;
  const Spoken& spoken_;
};

}  // namespace generator::offline
