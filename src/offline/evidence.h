// The smallest run of units that answers a question and reads as an answer.
#pragma once

#include <optional>

#include "offline/page.h"

namespace generator::offline {

struct AnswerLength {
  std::size_t min_words = 30;
  std::size_t max_words = 250;
};

/// Units [begin, end) of one section, `words` in all.
struct Evidence {
  Range units;
  std::size_t words = 0;
  std::size_t added = 0;  // units beyond the core, lead-ins' lists not counted
};

/// Grows `core` until it stands by itself and is long enough:
/// the sentence before, while the first one leans on it; the list, code or table behind a ':';
/// then, only where `min_words` is not reached, neighbours of the same paragraph, and at last the
/// next paragraph where it goes on about the same thing. Nothing where that is not possible within
/// `max_words` or without pointing elsewhere.
std::optional<Evidence> grow(const Page& page, Range core, AnswerLength length);

/// `core` as it is, if it keeps to the length.
std::optional<Evidence> exactly(const Page& page, Range core, AnswerLength length);

}  // namespace generator::offline
