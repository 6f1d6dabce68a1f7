// What a command is about to ask: for estimates of it, before it begins.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "store/passage_index.h"

namespace generator::cli {

struct Work {
  std::string chunks;                  // chunks.jsonl to make pairs from; "": it begins with rows
  std::uint64_t chunk_count = 0;       // of that file
  std::string rows;                    // an example file, where it begins with rows
  const Passages* passages = nullptr;  // of those rows, or of the pairs to come
  bool generates = false, enriches = false, refines = false, curates = false;
  bool generates_cot = false, enhances_cot = false;  // chains of thought: of chunks, of rows
  std::vector<std::string> judges = {"judge"};  // their stages (cli/judge_panel.h)

  /// "generate", "cot", "enrich", "refine", "judge", "judge 2": those that it has, in order.
  std::vector<std::string_view> stages() const {
    std::vector<std::string_view> out;
    if (generates) out.push_back("generate");
    if (generates_cot || enhances_cot) out.push_back("cot");
    if (enriches) out.push_back("enrich");
    if (refines) out.push_back("refine");
    if (curates) out.insert(out.end(), judges.begin(), judges.end());
    return out;
  }
  /// What is counted: "chunks" or "pairs".
  std::string_view unit() const { return begins_with_chunks() ? "chunks" : "pairs"; }
  bool begins_with_chunks() const { return generates || generates_cot; }
};

}  // namespace generator::cli
