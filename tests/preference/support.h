// Rows with their passage, as the tests of this room want them.
#pragma once

#include <string>
#include <utility>

#include "data/preference.h"

namespace generator::preference {

inline constexpr const char* kPassage =
    "# Storage\n\n"
    "The chunk cache of a dataset holds 64 KB by default. Its size is set with "
    "`H5Pset_chunk_cache`. To read the size back, call `H5Pget_chunk_cache`.\n\n"
    "A chunk is always allocated before data is written to it. A filter must not change the "
    "length of a chunk that is locked.\n\n"
    "The option `--enable-parallel` builds the library for MPI.\n";

inline SourcedExample row_of(std::string question, std::string answer,
                             std::string passage = kPassage) {
  SourcedExample row;
  row.example.id = "r1";
  row.example.pair().question = std::move(question);
  row.example.pair().answer = std::move(answer);
  row.example.provenance.chunk_id = "c1";
  row.example.answer_form = "verbatim";
  Chunk& chunk = row.chunk.emplace();
  chunk.id = "c1";
  chunk.source = "a.md";
  chunk.text = std::move(passage);
  return row;
}

inline Rating rated(double total) {
  Rating rating;
  rating.total = total;
  rating.model = "judge";
  return rating;
}

}  // namespace generator::preference
