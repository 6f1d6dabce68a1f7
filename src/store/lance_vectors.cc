#include "store/lance.h"

#ifdef GENERATOR_HAS_BRIDGE

#include "base/json.h"
#include "store/arrow_values.h"
#include "store/bridge.h"
#include "store/lance_columns.h"

namespace generator {
namespace {

// The columns that are read, as the bridge wants them told.
std::string asked_columns(const std::string& vector, const std::optional<std::string>& id) {
  std::string out;
  json::Writer writer(out);
  writer.begin_array();
  writer.begin_object().field("name", vector).field("as", "float32_list").end_object();
  if (id) writer.begin_object().field("name", *id).field("as", "utf8").end_object();
  writer.end_array();
  return out;
}

std::optional<std::string> vector_column(const TableInfo& info) {
  const auto name = first_column(info, {"vector", "embedding"});
  for (const TableColumn& column : info.columns)
    if (name && column.name == *name && column.type.find("Float") != std::string::npos) return name;
  return std::nullopt;
}

}  // namespace

Result<bool> read_vectors(const std::string& directory, const TableInfo& table,
                          const EachVector& each) {
  const auto vector = vector_column(table);
  if (!vector) return false;
  const auto id_column = first_column(table, {"id", "chunk_id"});
  Owned<ArrowArrayStream> stream;
  bridge::Text error;
  const gb_status status =
      gb_lance_scan(bridge::slice(directory), bridge::slice(table.name),
                    bridge::slice(asked_columns(*vector, id_column)), &stream.value, error.out());
  if (status != GB_OK) return bridge::failure(status, error);
  for (std::uint64_t number = 0;;) {
    Owned<ArrowArray> batch;
    if (stream.value.get_next(&stream.value, &batch.value) != 0) {
      const char* said = stream.value.get_last_error(&stream.value);
      return fail(ErrorKind::kCorrupt, said != nullptr ? said : "the table cannot be read");
    }
    if (batch.value.release == nullptr) return true;
    for (std::int64_t row = 0; row < batch.value.length; ++row, ++number) {
      std::string id(text_at(id_column ? batch.value.children[1] : nullptr, row));
      if (id.empty()) id = table.name + ":" + std::to_string(number);
      each(id, floats_at(batch.value.children[0], row));
    }
  }
}

}  // namespace generator

#endif  // GENERATOR_HAS_BRIDGE
