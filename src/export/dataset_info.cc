#include "export/dataset_info.h"

#include <algorithm>
#include <filesystem>

#include "base/files.h"
#include "base/json.h"
#include "base/text.h"

namespace generator {
namespace {

std::string entry_name(const std::string& path) {
  std::string name = file_name(path);
  name.resize(name.size() - file_extension(path).size());
  std::replace_if(name.begin(), name.end(), [](char c) { return !text::is_word(c); }, '_');
  return name;
}

}  // namespace

std::string dataset_info(std::string_view entry, const std::vector<std::string>& paths,
                         const std::string& folder) {
  if (entry.empty()) return "";
  std::string out = "{";
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const auto relative = std::filesystem::path(paths[i]).lexically_normal().lexically_relative(
        std::filesystem::path(folder).lexically_normal());
    out += i > 0 ? ",\n  " : "\n  ";
    out += json::quote(entry_name(paths[i])) +
           ": {\"file_name\":" + json::quote(relative.string()) + "," +
           std::string(entry) + "}";
  }
  return out + "\n}\n";
}

}  // namespace generator
