// prompt/template: a user's prompt file is an error with a line, or it renders with all its holes
// filled.
#include "prompt/template.h"

#include "fuzz/fuzz.h"

using namespace generator;
using fuzz::promise;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input = fuzz::text_of(data, size);
  std::string fenced = prompt::fence("passage", input);
  promise(fenced.find('\n') != std::string::npos, "a fence stands on lines of its own");
  auto parsed = prompt::Template::parse(input, "fuzz.yaml");
  if (!parsed) {
    promise(parsed.error().message.find("fuzz.yaml") != std::string::npos,
            "an error names the file");
    return 0;
  }
  prompt::Values values;
  for (const prompt::Hole& hole : parsed->holes())
    values.emplace_back(hole.name, "{{" + hole.name + "}}{{#x}}");
  auto messages = parsed->render(values);
  promise(messages.has_value() && !messages->empty(), "with all holes filled a template renders");
  promise(parsed->version().size() == 12, "a version has 12 digits");
  return 0;
}
