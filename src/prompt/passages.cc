#include "prompt/passages.h"

#include "prompt/template.h"

namespace generator::prompt {

std::string fenced_passages(const SourcedExample& row) {
  if (!row.chunk) return "";
  std::string out = fence("passage", passage_text(*row.chunk));
  if (row.second) out.append("\n\n").append(fence("passage", passage_text(*row.second)));
  return out;
}

}  // namespace generator::prompt
