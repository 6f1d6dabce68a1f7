// Whether a rewritten answer says what the answer said. All by measure, without a model.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "data/example.h"
#include "qa/style.h"

namespace generator::qa {

/// What is wrong with a rewritten answer.
struct RewriteFault {
  std::string code;    // of reasons.h
  std::string detail;  // names what, as it stands: "number `64 MB`, flag `--force`"
};

/// Compares `rewritten` with the example's answer. Nothing: it may stand.
///
/// fact_added: a fact (measure/facts.h) that stands neither in the answer, nor in `original_answer`
/// of an earlier rewriting, nor in the question, nor in the chunk's heading path: there the reader
/// was told it already, or the place it is about says it. The rest of the chunk is no excuse: what
/// the answer did not say, its rewriting does not say. fact_lost: a code block that is not there
/// byte for byte; a fact of the answer of a kind that the question asks for
/// (`asked_for`) and does not itself name; a fact of the answer that stands in required evidence;
/// or more than 60 % of the words. dangling_reference: it speaks of "the passage" or "the original
/// answer" where the answer did not. answer_too_long: above style.max_words, and longer than the
/// answer. restates_question: it begins with the words of the question, where the answer did not.
/// low_support: see qa/support_check.h.
std::optional<RewriteFault> find_fault(const SourcedExample& item, std::string_view rewritten,
                                       const Style& style);

/// `rewritten`, where a fenced block that differs from one of the original's in white space or
/// language alone gets the original's bytes.
std::string with_code_of(std::string_view original, std::string_view rewritten);

/// Equal but for Markdown, punctuation, white space and capitals.
bool says_the_same_words(std::string_view a, std::string_view b);

}  // namespace generator::qa
