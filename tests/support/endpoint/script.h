// What the endpoint's model says: a function of the question alone, so that a run with faults and
// one without are told the same.
//
// It does as the prompts of this project ask, without thinking: of a passage with numbered units
// one pair, a question named after the last heading and the first units that make an answer, of two
// passages one of both; an
// answer to rewrite comes back as it was; a pair to judge gets good marks, which differ by its
// question; of passages that are not to answer a question the first one does, of one in four. Where the prompt is another's, the reply is the smallest value of the schema, or a
// sentence.
#pragma once

#include <string>

#include "support/endpoint/message.h"

namespace generator::endpoint {

std::string scripted_reply(const Question& question);

/// The smallest value of a JSON Schema that a person would recognise as one: strings "text",
/// numbers inside their bounds, every required property.
std::string smallest_value(const std::string& schema);

}  // namespace generator::endpoint
