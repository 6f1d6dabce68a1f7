#include "cli/passage_vectors.h"

#include <utility>

#include "cli/session.h"
#include "store/lance.h"

namespace generator::cli {

void PassageVectors::add(const std::string& id, select::SmallVector vector) {
  if (!vector.empty()) by_id_.emplace(id, std::move(vector));
}

select::SmallVector PassageVectors::take(const std::string& id) {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? select::SmallVector{} : std::exchange(found->second, {});
}

PassageVectors read_passage_vectors(const Settings& settings) {
  PassageVectors out;
  const std::string input = settings.input();
  if (!is_lance_directory(input)) return out;
  const TableChoice tables = must(choose_tables(input, settings.list("--table")));
  for (const TableInfo& table : tables.used)
    must(read_vectors(input, table, [&](const std::string& id, std::span<const float> vector) {
      out.add(id, select::small_vector(vector));
    }));
  return out;
}

}  // namespace generator::cli
