// The file that exported rows are packed into, whatever their format.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "export/format.h"

namespace generator {

/// Rows as JSON objects in, a file out. Nothing stands at the file's place before `commit`.
class ExportContainer {
 public:
  using Row = std::function<Status(std::string_view json)>;

  virtual ~ExportContainer() = default;
  virtual Status add(std::string_view json) = 0;
  /// No further row comes; all bytes are written and can be read back.
  virtual Status close() = 0;
  /// Gives back every row in order, read from the bytes that were written. After `close`.
  virtual Status read_back(const Row& row) = 0;
  /// False where what was written cannot be read again (standard output).
  virtual bool can_read_back() const { return true; }
  /// Makes the file durable and visible. Without it the place is as it was.
  virtual Status commit() = 0;
};

/// JSON Lines, or an array with a row a line. `path` "-" is standard output.
Result<std::unique_ptr<ExportContainer>> json_container(ContainerKind kind,
                                                        const std::string& path);

/// Makes a container of another kind, such as Parquet, which other rooms know how to write.
/// `schema` is JSON by example:
/// {"messages":[{"role":"string","content":"string"}],"rating":"double"}.
using ContainerMaker = std::function<Result<std::unique_ptr<ExportContainer>>(
    const std::string& path, const std::string& schema)>;

}  // namespace generator
