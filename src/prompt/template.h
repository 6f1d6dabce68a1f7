// A prompt as a YAML file: one a task, its holes declared, its reply's shape beside it.
//
//   description: Questions to which units of a passage are the answer.
//   paper: Self-Alignment with Instruction Backtranslation (arXiv 2308.06259)
//   holes:
//     passage: the passage as numbered units, fenced
//     audience: for whom the questions are; may be empty
//   system: |
//     You write questions …
//     {{#audience}}
//     The reader is: {{audience}}.
//     {{/audience}}
//   examples:                     # asked and answered before the user message; may be left out
//   - user: the tray is empty …
//     assistant: '{"question": "…"}'
//   user: |
//     {{passage}}
//   schema: {type: object, …}     # JSON Schema of the reply, as YAML or as JSON text; left out for
//   plain text
//
// `{{name}}` is replaced by the hole's text, once: what a hole holds is never read as a template
// again.
// `{{#name}}…{{/name}}` is shown only where the hole is not empty, `{{^name}}…{{/name}}` only where
// it is; such a tag alone on its line takes the line with it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "data/message.h"

namespace generator::prompt {

struct Hole {
  std::string name;  // [a-z][a-z0-9_]*
  std::string description;
};

/// What the program offers to a template, by hole name.
using Values = std::vector<std::pair<std::string, std::string>>;

class Template {
 public:
  /// `file` stands in messages. Errors: kInvalidInput, "prompts/generate.yaml:12: …": not YAML, an
  /// unknown key, a hole used but not declared or declared but not used, a section that is not
  /// closed, a schema that is no JSON object.
  static Result<Template> parse(std::string_view text, std::string file);

  const std::string& file() const { return file_; }
  const std::string& description() const { return description_; }
  const std::string& paper() const { return paper_; }
  const std::vector<Hole>& holes() const { return holes_; }
  const std::string& source() const { return source_; }  // the YAML text, as it was read
  const std::string& schema() const { return schema_; }  // JSON text; "" for a reply in plain text
  /// Requests with the replies that are wanted, in turn the user's and the assistant's: no holes.
  const std::vector<Message>& examples() const { return examples_; }
  /// 12 hex digits that change with every change of system, examples, user or schema.
  const std::string& version() const { return version_; }

  /// The system message (where there is one), the examples and the user message. `common` names the holes that
  /// hold the same in several requests: a message is shared up to the first other hole that shows.
  /// Errors: kInvalidInput naming file and hole where `values` lacks a declared one. More values
  /// than holes are fine: a template need not use all that the program offers.
  Result<std::vector<Message>> render(const Values& values,
                                      const std::vector<std::string_view>& common = {}) const;
  /// An error naming file and line where a hole is declared that is not in `offered`.
  Status check_holes(const std::vector<Hole>& offered) const;

 private:
  struct Part {
    enum class Kind : std::uint8_t { kText, kHole, kIfFull, kIfEmpty, kEnd };
    Kind kind = Kind::kText;
    std::string text;      // kText
    std::size_t hole = 0;  // index into holes_
    std::size_t end = 0;   // kIfFull, kIfEmpty: index of its kEnd
  };
  using Parts = std::vector<Part>;
  class Reader;
  Message render_parts(Role role, const Parts& parts, const std::vector<std::string_view>& values,
                       const std::vector<std::string_view>& common) const;

  std::string file_, source_, description_, paper_, schema_, version_;
  std::vector<Hole> holes_;
  std::vector<int> hole_lines_;
  std::vector<Message> examples_;
  Parts system_, user_;
};

/// Puts hostile text between two lines that it cannot contain: `<label 3f9a02c41b7d>` and `</label
/// 3f9a02c41b7d>`, the digits taken from the content's own hash (and taken again where they occur
/// in it). Tokens that chat templates give a meaning (`<|im_end|>`, `[INST]`) get a space, so that
/// a local server does not read them as such.
std::string fence(std::string_view label, std::string_view content);

}  // namespace generator::prompt
