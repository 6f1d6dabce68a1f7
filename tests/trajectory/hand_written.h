// Rows of tool use that were written by hand (hand_written/), with the tools that they are of.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "data/tool_use.h"
#include "store/tool_file.h"
#include "tool/format_check.h"

namespace generator::trajectory {

/// Rows of one specification; each row has its tools.
struct HandWritten {
  std::vector<Tool> tools;
  std::unique_ptr<tool::ToolTable> table;
  std::vector<ToolUse> rows;
};

/// By specification: a file of ../shared/data, or one beside the rows. `absent`: how many rows are
/// of specifications that are not here.
inline std::map<std::string, HandWritten> hand_written(const std::string& name, int& absent) {
  const std::string folder = std::string(SOURCE_DIR) + "/tests/trajectory/hand_written/";
  const auto text = read_file(folder + name);
  EXPECT_TRUE(text) << name;
  std::map<std::string, HandWritten> out;
  for (const std::string_view line : text::lines(*text)) {
    const auto document = json::Document::parse(line);
    EXPECT_TRUE(document) << line;
    const std::string spec(document->root().text_of("spec"));
    std::string path = std::string(SOURCE_DIR) + "/../shared/data/" + spec;
    if (!std::filesystem::exists(path)) path = folder + spec + ".json";
    if (!std::filesystem::exists(path)) {
      ++absent;
      continue;
    }
    HandWritten& of = out[spec];
    if (of.tools.empty()) {
      of.tools = load_tools(path)->tools;
      of.table = std::make_unique<tool::ToolTable>(of.tools);
    }
    of.rows.push_back(*read_tool_use(document->root()));
    of.rows.back().tools = of.tools;
  }
  return out;
}

}  // namespace generator::trajectory
