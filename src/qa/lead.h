// What a passage opens with, and which passages are worth asking a small model about.
#pragma once

#include <string>
#include <string_view>

#include "data/chunk.h"

namespace generator::qa {

/// The first sentence of an answer: what a small model is asked about. One that ends in ':' comes
/// with the list that it introduces. "" where the answer opens with a table, a list or code.
std::string lead_of(std::string_view answer);

/// How well a question can be asked about an answer that opens with `lead` under these headings,
/// from 0: nothing is said in words. Below 0: not at all, it points at something else.
int askability(std::string_view lead, const HeadingPath& headings);

/// What the first code block of an answer defines: "spool_open" of "struct spool *spool_open(…);";
/// "" where it defines nothing.
std::string defined_name(std::string_view answer);

}  // namespace generator::qa
