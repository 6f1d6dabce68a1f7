#include "store/run_folder.h"

#include <fmt/format.h>

#include "base/files.h"

namespace generator {

Status RunFolder::make() const {
  if (path_exists(path_) && !is_directory(path_))
    return fail(
        ErrorKind::kIo,
        fmt::format("`{}` is in the way of the run folder; move it or choose another output",
                    path_));
  return make_directories(path_);
}

bool RunFolder::exists() const { return is_directory(path_); }

std::string rejected_path(const std::string& output) {
  const std::size_t ending = file_extension(output).size();
  return output.substr(0, output.size() - ending) + ".rejected.jsonl";
}

}  // namespace generator
