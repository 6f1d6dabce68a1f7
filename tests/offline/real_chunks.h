// The chunks of the real pages beside the checkout.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/files.h"
#include "documents/chunk.h"
#include "documents/clean.h"
#include "documents/estimate.h"

namespace generator::testing {

/// None where the pages are not there.
inline std::vector<Chunk> real_chunks() {
  std::vector<Chunk> out;
  for (const char letter : {'a', 'd', 'f', 'g', 's', 't'}) {
    documents::Document document;
    document.source = std::string("h5_") + letter + "_u_g.md";
    document.type = documents::DocumentType::kMarkdown;
    auto text = read_file(SOURCE_DIR "/../shared/data/hdf5_docs/" + document.source);
    if (!text) return {};
    document.text = std::move(*text);
    for (auto& chunk :
         documents::chunks(documents::clean(document), {}, documents::EstimatedTokens(), nullptr))
      out.push_back(std::move(chunk));
  }
  return out;
}

}  // namespace generator::testing
