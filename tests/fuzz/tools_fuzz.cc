// store/tool_file: any text is a list of tools or an error; every tool has a name that providers take
// and schemas that are JSON, and reads back as it was written.
#include "store/tool_file.h"

#include "data/tool_name.h"
#include "fuzz/fuzz.h"

using namespace generator;
using fuzz::promise;

namespace {

void check(const Tool& tool) {
  promise(is_tool_name(tool.name), "a tool's name is valid everywhere");
  const auto input = json::Document::parse(tool.parameters);
  promise(input && input->root().is_object(), "an input schema is a JSON object");
  promise(tool.output_schema.empty() || json::Document::parse(tool.output_schema).has_value(),
          "an output schema is JSON");
  std::string written;
  json::Writer writer(written);
  write_tool(writer, tool);
  const auto document = json::Document::parse(written);
  promise(document.has_value(), "a tool is written as JSON");
  const auto again = read_tool(document->root());
  promise(again.has_value(), "a tool that was written can be read");
  std::string twice;
  json::Writer second(twice);
  write_tool(second, *again);
  promise(twice == written, "a tool that was read back is written the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const char* name : {"fuzz.json", "fuzz.py"}) {
    const auto listing = read_tools(fuzz::text_of(data, size), name);
    if (!listing) {
      promise(!listing.error().message.empty(), "an error says something");
      continue;
    }
    for (const Tool& tool : listing->tools) check(tool);
    promise(listing->dropped() >= 0, "no more tools than were described");
    promise(json::Document::parse(report_as_json(*listing)).has_value(), "a report is JSON");
    promise(!report_as_text(*listing).empty(), "a report says something");
  }
  return 0;
}
