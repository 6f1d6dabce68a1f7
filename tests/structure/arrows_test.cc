// The picture in ARCHITECTURE.md, held against the sources: a row for each room, and no include
// that the table does not allow.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kLongestFile = 400;  // lines

struct Row {
  std::set<std::string> rooms;    // rooms it may include
  std::set<std::string> headers;  // single headers, as "model/chat.h"
  bool all = false;
};
using Table = std::map<std::string, Row>;

struct Include {
  std::string file, header;
  bool angled = false;
};

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  std::istringstream in(row.substr(1));
  for (std::string cell; std::getline(in, cell, '|');) {
    std::size_t from = cell.find_first_not_of(' '), to = cell.find_last_not_of(' ');
    cells.push_back(from == std::string::npos ? "" : cell.substr(from, to - from + 1));
  }
  return cells;
}

/// The table headed `| room | what lives there | may include |`; a row may name several rooms.
Table arrows() {
  Table table;
  bool inside = false;
  for (const std::string& line : lines_of(slurp(fs::path(SOURCE_DIR) / "ARCHITECTURE.md"))) {
    if (!line.starts_with("|")) {
      inside = false;
      continue;
    }
    std::vector<std::string> cells = cells_of(line);
    if (cells.size() < 3) continue;
    if (cells[0] == "room" && cells[2] == "may include") {
      inside = true;
    } else if (inside && !cells[0].starts_with("---")) {
      Row row;
      static const std::regex kName(R"([a-z_]+(/[a-z_]+\.h)?)");
      for (auto it = std::sregex_iterator(cells[2].begin(), cells[2].end(), kName);
           it != std::sregex_iterator(); ++it) {
        if (it->str() == "all")
          row.all = true;
        else
          (it->str().find('/') == std::string::npos ? row.rooms : row.headers).insert(it->str());
      }
      for (auto it = std::sregex_iterator(cells[0].begin(), cells[0].end(), kName);
           it != std::sregex_iterator(); ++it)
        table[it->str()] = row;
    }
  }
  return table;
}

std::vector<fs::path> sources(const fs::path& folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.path().extension() == ".h" || entry.path().extension() == ".cc")
      files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

fs::path src() { return fs::path(SOURCE_DIR) / "src"; }

std::set<std::string> rooms_on_disk() {
  std::set<std::string> rooms;
  for (const auto& entry : fs::directory_iterator(src()))
    if (entry.is_directory() && !sources(entry.path()).empty())
      rooms.insert(entry.path().filename().string());
  return rooms;
}

std::vector<Include> includes_of(const fs::path& file) {
  static const std::regex kInclude(R"(^\s*#\s*include\s*([<"])([^>"]+)[>"])");
  std::vector<Include> found;
  std::smatch match;
  for (const std::string& line : lines_of(slurp(file)))
    if (std::regex_search(line, match, kInclude))
      found.push_back(
          {fs::relative(file, SOURCE_DIR).string(), match[2].str(), match[1].str() == "<"});
  return found;
}

/// Whether the table lets `room` include `header` (quoted, as it stands in the source).
bool allowed(const Table& table, const std::string& room, const std::string& header) {
  const Row& row = table.at(room);
  std::size_t slash = header.find('/');
  std::string owner =
      slash == std::string::npos ? header.substr(0, header.find('.')) : header.substr(0, slash);
  if (owner == "generator_bridge") owner = "bridge";  // the C header of the Rust library
  return owner == room || row.all || row.rooms.contains(owner) || row.headers.contains(header);
}

/// The names in `room(NAME ...)` of src/CMakeLists.txt.
std::set<std::string> declared_rooms() {
  static const std::regex kRoom(R"(^room\((\w+))");
  std::set<std::string> rooms;
  std::smatch match;
  for (const std::string& line : lines_of(slurp(src() / "CMakeLists.txt")))
    if (std::regex_search(line, match, kRoom)) rooms.insert(match[1].str());
  return rooms;
}

TEST(Arrows, TheTableHasARowForEachRoomAndNoOther) {
  std::set<std::string> drawn;
  for (const auto& [room, row] : arrows()) drawn.insert(room);
  EXPECT_EQ(drawn, declared_rooms())
      << "ARCHITECTURE.md's table of rooms and src/CMakeLists.txt disagree";
  for (const std::string& room : rooms_on_disk())
    EXPECT_TRUE(drawn.contains(room)) << "src/" << room << " has no row in ARCHITECTURE.md";
}

TEST(Arrows, EveryIncludeIsDrawnInTheTable) {
  const Table table = arrows();
  for (const std::string& room : rooms_on_disk()) {
    if (!table.contains(room)) continue;  // named by the test above
    for (const fs::path& file : sources(src() / room))
      for (const Include& include : includes_of(file)) {
        if (include.angled) continue;
        EXPECT_TRUE(allowed(table, room, include.header))
            << include.file << " includes \"" << include.header << "\", which " << room
            << " may not: see the table in ARCHITECTURE.md";
      }
  }
}

TEST(Arrows, TheTableAllowsNoCircle) {
  const Table table = arrows();
  std::map<std::string, int> state;  // 1: on the way, 2: done
  std::vector<std::string> path;
  auto visit = [&](auto& self, const std::string& room) -> void {
    if (state[room] == 2 || !table.contains(room)) return;
    path.push_back(room);
    ASSERT_NE(state[room], 1) << "a circle through " << room;
    state[room] = 1;
    for (const std::string& next : table.at(room).rooms) self(self, next);
    state[room] = 2;
    path.pop_back();
  };
  for (const auto& [room, row] : table) visit(visit, room);
}

TEST(Arrows, ARuleThatIsBrokenIsSeen) {
  Table table;
  table["data"].rooms = {"base"};
  table["qa"].rooms = {"base", "data"};
  table["qa"].headers = {"model/chat.h"};
  EXPECT_TRUE(allowed(table, "qa", "model/chat.h"));
  EXPECT_TRUE(allowed(table, "qa", "qa/question.h"));
  EXPECT_FALSE(allowed(table, "qa", "model/model.h"));
  EXPECT_FALSE(allowed(table, "data", "qa/question.h"));
  EXPECT_FALSE(allowed(table, "data", "generator_bridge.h"));
}

TEST(Structure, LargeForeignHeadersStayInSourceFiles) {
  static const std::regex kLarge(
      R"(^(nlohmann/.*|simdjson\.h|yaml\.h|uv\.h|curl/.*|md4c\.h|gumbo\.h|openssl/.*|regex)$)");
  for (const fs::path& file : sources(src())) {
    if (file.extension() != ".h") continue;
    for (const Include& include : includes_of(file))
      EXPECT_FALSE(std::regex_match(include.header, kLarge))
          << include.file << " includes <" << include.header << ">; move it into the .cc file";
  }
}

TEST(Structure, AFileFitsInOneReading) {
  for (const fs::path& file : sources(src()))
    EXPECT_LE(lines_of(slurp(file)).size(), kLongestFile)
        << fs::relative(file, SOURCE_DIR) << " is too long: which second noun does it hold?";
}

TEST(Structure, NamesSayWhatAFileHolds) {
  static const std::regex kVague(
      R"((.*_)?(utils?|common|helpers?|manager|handler|misc|core)(_.*)?)");
  for (const fs::path& file : sources(src())) {
    EXPECT_FALSE(std::regex_match(file.stem().string(), kVague)) << fs::relative(file, SOURCE_DIR);
    EXPECT_FALSE(std::regex_match(file.parent_path().filename().string(), kVague))
        << fs::relative(file, SOURCE_DIR);
  }
}

TEST(Structure, EveryHeaderIsReadOnce) {
  for (const fs::path& file : sources(src())) {
    if (file.extension() != ".h") continue;
    EXPECT_NE(slurp(file).find("#pragma once"), std::string::npos)
        << fs::relative(file, SOURCE_DIR);
  }
}

}  // namespace
