// What replies of real tools tell of what there is.
#include "world/observed.h"

#include <gtest/gtest.h>

namespace generator::world {
namespace {

Tool tool(const char* name, const char* description, const char* parameters, const char* output) {
  Tool out;
  out.name = name;
  out.description = description;
  out.parameters = parameters;
  out.output_schema = output;
  return out;
}

std::vector<Tool> shop() {
  const char* book = R"({"type":"object","properties":{"id":{"type":"integer"},"title":{"type":"string"}}})";
  return {tool("list_books", "List the books of the shop.", R"({"type":"object","properties":{}})",
               R"({"type":"array","items":{"type":"object","properties":{"id":{"type":"integer"},"title":{"type":"string"}}}})"),
          tool("add_book", "Add a book to the shop.", R"({"type":"object","required":["title"],"properties":{"title":{"type":"string"}}})", book),
          tool("get_book", "Get a book of the shop.", R"({"type":"object","required":["book_id"],"properties":{"book_id":{"type":"integer"}}})", book)};
}

std::string seen(const std::vector<Tool>& tools, const char* reply, World& out) {
  const Understanding known = understand(tools);
  observe(known, known.plans[0], json::Document::parse(reply)->root(), out);
  std::string text;
  for (const Thing& thing : out.things) text += thing.kind + " " + thing.key() + ";";
  return text;
}

TEST(Observed, ThingsOfAListAreThere) {
  World world;
  EXPECT_EQ(seen(shop(), R"([{"title":"Dune","id":1},{"id":2,"title":"Emma"},{"title":"no id"},3,null,{"id":{"x":1}}])", world),
            "book 1;book 2;book 3;");
  EXPECT_EQ(text_of_json(world.things[0].find("title")->json), "Dune");
}

TEST(Observed, WhatIsThereAlreadyStaysAsItIs) {
  World world;
  seen(shop(), R"([{"title":"Dune","id":1}])", world);
  EXPECT_EQ(seen(shop(), R"([{"title":"Other","id":1},{"id":2}])", world), "book 1;book 2;");
  EXPECT_EQ(text_of_json(world.things[0].find("title")->json), "Dune");
}

TEST(Observed, ListsWithoutASchemaAreOfWhatTheToolLists) {
  std::vector<Tool> tools = shop();
  tools[0].output_schema.clear();
  World world;
  EXPECT_EQ(seen(tools, R"({"total":2,"books":[{"id":1},{"id":2}]})", world), "book 1;book 2;");
}

TEST(Observed, AreAHundredOfAKindAtMost) {
  std::string many = "[";
  for (int i = 0; i < 500; ++i) many += (i > 0 ? "," : "") + std::to_string(i);
  World world;
  seen(shop(), (many + "]").c_str(), world);
  EXPECT_EQ(world.things.size(), 100u);
}

TEST(Observed, RecordedListsTakeThePlaceOfTheDefaultWorld) {
  const std::vector<Tool> tools = shop();
  const Understanding known = understand(tools);
  const World world = recorded_world(known, "{\"name\":\"list_books\",\"result\":[{\"id\":70}],\"is_error\":false}\nnoise\n"
                                            "{\"name\":\"get_book\",\"result\":[{\"id\":71}]}\n"
                                            "{\"name\":\"list_books\",\"result\":[{\"id\":72}],\"is_error\":true}", 1);
  std::string books;
  for (const Thing& thing : world.things)
    if (thing.kind == "book") books += thing.key() + ";";
  EXPECT_EQ(books, "70;");
  EXPECT_TRUE(recorded_world(known, "", 1).has_kind("book"));
}

}  // namespace
}  // namespace generator::world
