// The question families: each reads a page and proposes questions with the units that answer them.
//
// A family proposes only what it is sure of. Its file says which sentences it knows, and its test
// has a table of them, with those that must not be asked about.
#pragma once

#include <string>
#include <vector>

#include "offline/evidence.h"
#include "offline/page.h"

namespace generator::offline {

struct Candidate {
  std::string question;
  std::string_view kind;  // "how-to", "concept", "reason", "comparison", "troubleshooting", "api"
  std::string_view
      pattern;  // names the template, for variety and for the report: "what-is", "why", ...
  Evidence evidence;
  std::size_t core = 0;  // the unit that the question was made from
  double worth = 0;      // higher is asked first
};

using Candidates = std::vector<Candidate>;

/// What all families share: finishes `text` (capital, product, question mark), grows the evidence
/// and keeps the candidate; drops it where the question is too short, too long or the evidence does
/// not stand.
struct Proposal {
  std::string text;  // "how do you create a group", no capital, no mark
  std::string_view kind;
  std::string_view pattern;
  double worth = 0;
  Range core;
  bool as_it_is = false;  // the evidence is `core` exactly
};
void propose(const Page& page, AnswerLength length, Proposal proposal, Candidates& out);

/// Capital first letter, one '?', " in PRODUCT" where the product is not named.
std::string finished_question(const Page& page, std::string text);

void ask_definitions(const Page& page, AnswerLength length, Candidates& out);
void ask_how_to(const Page& page, AnswerLength length, Candidates& out);
void ask_reasons(const Page& page, AnswerLength length, Candidates& out);
void ask_conditions(const Page& page, AnswerLength length, Candidates& out);
void ask_comparisons(const Page& page, AnswerLength length, Candidates& out);
void ask_lists(const Page& page, AnswerLength length, Candidates& out);
void ask_tables(const Page& page, AnswerLength length, Candidates& out);
void ask_signatures(const Page& page, AnswerLength length, Candidates& out);
void ask_roles(const Page& page, AnswerLength length, Candidates& out);
void ask_limits(const Page& page, AnswerLength length, Candidates& out);
void ask_headings(const Page& page, AnswerLength length, Candidates& out);
void ask_source_code(const Page& page, AnswerLength length, Candidates& out);

}  // namespace generator::offline
