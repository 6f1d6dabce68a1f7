// A grid whose cells calls read and fill, and searches for the value of a field.
#include <set>

#include "world/support.h"

namespace generator::world {
namespace {

const std::string kMark =
    R"({"type":"string","enum":[".","X","O"],"description":"`.` means empty square."})";

Tool cell_tool(const char* name, const char* said, const std::string& more, std::string output) {
  const std::string place = R"("row":{"type":"integer","minimum":1,"maximum":3},)"
                            R"("column":{"type":"integer","minimum":1,"maximum":3})";
  Tool out = make_tool(name, said, place + more, R"("row","column")", std::move(output));
  out.source.path = "/board/{row}/{column}";
  out.source.places = {{"row", "path", "row"}, {"column", "path", "column"}};
  return out;
}

std::vector<Tool> board_tools() {
  return {cell_tool("get_square", "Get a single board square", "", kMark),
          cell_tool("put_square", "Set a single board square", ",\"mark\":" + kMark, kMark),
          make_tool("get_board", "Get the whole board", "", "",
                    R"({"type":"object","properties":{"board":{"type":"array","minItems":3,"maxItems":3,
                    "items":{"type":"array","minItems":3,"maxItems":3,"items":)" + kMark + "}}}}")};
}

std::string place(int row, int column, const std::string& more = "") {
  return R"({"row":)" + std::to_string(row) + R"(,"column":)" + std::to_string(column) + more + "}";
}

TEST(Grid, AFewCellsAreTakenAndBoardAndSquaresAgree) {
  std::set<std::string> boards;
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    Simulator simulator(board_tools(), {.seed = seed});
    const auto board = json::Document::parse(run(simulator, "get_board").content);
    const auto rows = board->root().find("board");
    ASSERT_TRUE(rows && rows->size() == 3);
    int taken = 0;
    for (int row = 1; row <= 3; ++row)
      for (int column = 1; column <= 3; ++column) {
        const std::string square = run(simulator, "get_square", place(row, column)).content;
        EXPECT_EQ(square, rows->at(static_cast<std::size_t>(row - 1)).at(static_cast<std::size_t>(column - 1)).raw());
        taken += square != R"(".")";
      }
    EXPECT_GE(taken, 1);
    EXPECT_LE(taken, 2) << "somebody could have won";
    boards.insert(run(simulator, "get_board").content);
  }
  EXPECT_GT(boards.size(), 6u);
}

TEST(Grid, WhatIsPutIsThere) {
  Simulator simulator(board_tools(), {.seed = 1});
  run(simulator, "put_square", place(2, 3, R"(,"mark":"X")"));
  EXPECT_EQ(run(simulator, "get_square", place(2, 3)).content, R"("X")");
}

std::vector<Tool> search_tools() {
  return {make_tool("search_records", "Searches the records of a dataset.",
                    R"("dataset":{"type":"string","description":"Name of the dataset"},)"
                    R"("criteria":{"type":"string","description":"Lucene syntax, propertyName:value"})",
                    R"("dataset")",
                    R"({"type":"array","items":{"type":"object","additionalProperties":{"type":"object"}}})")};
}

TEST(FieldQuery, AllThatIsFoundHasTheFieldAndAnotherDatasetHasOthers) {
  Simulator simulator(search_tools(), {.seed = 4});
  const std::string found =
      run(simulator, "search_records", R"({"dataset":"a","criteria":"status:pending"})").content;
  const auto list = json::Document::parse(found);
  for (std::size_t i = 0; i < list->root().size(); ++i)
    EXPECT_NE(list->root().at(i).raw().find(R"("status":"pending")"), std::string_view::npos) << found;
  EXPECT_NE(run(simulator, "search_records", R"({"dataset":"a"})").content,
            run(simulator, "search_records", R"({"dataset":"b"})").content);
}

}  // namespace
}  // namespace generator::world
