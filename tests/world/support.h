// A simulator for tests, and short ways to call it.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/json.h"
#include "tool/support.h"
#include "world/simulator.h"

namespace generator::world {

using tool::make_tool;

inline const std::string kNote =
    R"({"type":"object","properties":{"id":{"type":"integer"},"title":{"type":"string"}},"required":["id"]})";

/// Notes that can be made, read, listed, changed and deleted.
inline std::vector<Tool> note_tools() {
  const std::string id = R"("note_id":{"type":"integer","description":"ID of the note"})";
  const std::string title = R"("title":{"type":"string"})";
  return {make_tool("create_note", "Creates a note.", title, R"("title")", kNote),
          make_tool("get_note", "Reads a note.", id, R"("note_id")", kNote),
          make_tool("list_notes", "Lists all notes.", R"("limit":{"type":"integer"})", "",
                    R"({"type":"array","items":)" + kNote + "}"),
          make_tool("update_note", "Changes a note.", id + "," + title, R"("note_id")", kNote),
          make_tool("delete_note", "Deletes a note.", id, R"("note_id")")};
}

/// A file with datasets that must be opened first.
inline std::vector<Tool> file_tools() {
  const std::string path = R"("path":{"type":"string","description":"Path to the dataset"})";
  return {make_tool("open_file", "Open an HDF5 file. Must be called before any other operation.",
                    R"("path":{"type":"string","description":"Path to the file"})", R"("path")",
                    R"({"type":"string","description":"Success message"})"),
          make_tool("close_file", "Close the currently open file.", "", "",
                    R"({"type":"string","description":"Confirmation message"})"),
          make_tool("list_keys", "List all keys in the current group.", "", "",
                    R"({"type":"array","description":"JSON list of keys"})"),
          make_tool("visit", "Visit all nodes in the file.", "", "",
                    R"({"type":"array","description":"JSON list of all paths with their types"})"),
          make_tool("read_full_dataset", "Read a dataset.", path, R"("path")",
                    R"({"type":"object","description":"Data description and array contents"})"),
          make_tool("get_shape", "Get the shape of a dataset.", path, R"("path")",
                    R"({"type":"string","description":"Shape tuple as string"})"),
          make_tool("get_size", "Get the total number of elements in a dataset.", path, R"("path")",
                    R"({"type":"integer","description":"Total number of elements"})")};
}

inline CallResult run(Simulator& simulator, const std::string& name,
                      const std::string& arguments = "{}") {
  auto result = simulator.call({"", name, arguments});
  EXPECT_TRUE(result) << name;
  EXPECT_TRUE(json::Document::parse(result->content)) << name << ": " << result->content;
  return std::move(*result);
}

/// What a call that must succeed replied.
inline std::string good(Simulator& simulator, const std::string& name,
                        const std::string& arguments = "{}") {
  const CallResult result = run(simulator, name, arguments);
  EXPECT_FALSE(result.is_error) << name << " " << arguments << ": " << result.content;
  return result.content;
}

/// What a call that must fail replied.
inline std::string bad(Simulator& simulator, const std::string& name,
                       const std::string& arguments = "{}") {
  const CallResult result = run(simulator, name, arguments);
  EXPECT_TRUE(result.is_error) << name << " " << arguments << ": " << result.content;
  return result.content;
}

}  // namespace generator::world
