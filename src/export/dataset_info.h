// dataset_info.json: how LLaMA-Factory finds and reads an exported file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace generator {

/// The file's text: an entry a path, named by the file's stem ("set.train.jsonl" → "set_train").
/// `folder` is where dataset_info.json will stand; paths are written relative to it, so that
/// `dataset_dir: <folder>` and `dataset: set_train` are all that a training configuration needs.
/// "" where LLaMA-Factory is better served by another format (chatml: see docs/formats.md).
/// `entry`: how the format is read, ExportFormat::factory_entry.
std::string dataset_info(std::string_view entry, const std::vector<std::string>& paths,
                         const std::string& folder);

}  // namespace generator
