// One of two questions that are to become one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "offline/question.h"

namespace generator::offline {

/// A question as it stands behind another one: "what is a dataspace". Page and candidate must outlive
/// it.
struct Side {
  const Page* page;
  const Candidate* candidate;
  std::string text;
  std::vector<Word> words;
  std::vector<std::string> term;  // what a definition defines, word by word; empty: it is none
  // Of "What does the function `open` in `a.c` do?" "`open`", "function" and " in `a.c`":
  std::string call, noun, place;  // `call` "": another question
};

/// Those of the page's candidates that may stand beside another question.
std::vector<Side> sides_of(const Page& page, const Candidates& candidates);

/// Words as they are compared: "datasets" is "dataset", "created" is "create", "`f`" is "f".
std::string key(const Word& word);
/// The name of what is called, without marks around it; "" where none is.
std::string_view key_of_call(const Side& side);

/// Whether the question is about `term`.
bool mentions(const Side& side, const std::vector<std::string>& term);
/// Whether the answer names `call`.
bool names(const Side& side, std::string_view call);

/// Whether most of what the one asks the other asks too.
bool ask_the_same(const Side& a, const Side& b);
/// Whether half of the words of both answers are the same: "sets the properties to use the A driver"
/// and "... the B driver". Who reads the one knows the other.
bool say_the_same(const Side& a, const Side& b);
/// Whether both questions name the same function, constant or file.
bool share_identifier(const Side& a, const Side& b);
/// The longest run of words that both questions name, as how much it tells: an identifier 3, each
/// word of content 1, `product` nothing.
double shared_term(const Side& a, const Side& b, const std::string& product);

}  // namespace generator::offline
