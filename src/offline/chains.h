// Task "generate_cot" by rule: questions that two or more statements of a page answer together.
//
// Each family joins statements that the page makes itself; none draws a conclusion that their words
// do not carry. A page that bears none is left alone.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "offline/page.h"

namespace generator::offline {

struct Chain {
  std::string question;
  std::string_view kind;     // of question.h
  std::string_view pattern;  // names the family
  std::vector<std::string> steps;
  std::string answer;
  double worth = 0;
  std::vector<std::size_t> units;  // that the steps come from
};
using Chains = std::vector<Chain>;

/// At most `count`, no unit twice, as many families as there are, in the order of the page.
Chains chains(const Page& page, std::size_t count, std::size_t min_steps, std::size_t max_steps);

/// "Is `f` the function that …?", "Which functions do you call, in which order, to …?", "What is
/// the difference between `f` and `g`?": from what named functions do.
void chain_deeds(const Page& page, Chains& out);
/// "What does the function that … return?", "When must the function that … be called?": a name
/// that one statement gives and another is about.
void chain_bridges(const Page& page, Chains& out);
/// "What has to be done before you …?": the items of a procedure in their order.
void chain_procedures(const Page& page, Chains& out);
/// "Why …?" where the reason has a reason: "A. B. Therefore, C."
void chain_reasons(const Page& page, Chains& out);

}  // namespace generator::offline
