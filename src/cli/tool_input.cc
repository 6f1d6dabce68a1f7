#include "cli/tool_input.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/files.h"
#include "base/text.h"
#include "cli/input.h"
#include "cli/live_tools.h"
#include "cli/session.h"
#include "store/recorded_results.h"
#include "store/tool_file.h"

namespace generator::cli {
namespace {

constexpr std::size_t kShownProblems = 5;
const std::vector<std::string> kMethods = {"get",     "put",  "post",  "delete",
                                           "options", "head", "patch", "trace"};

}  // namespace

ToolFilter tool_filter(const Settings& settings) {
  ToolFilter out{.tags = settings.list("--tag"),
                 .paths = settings.list("--path"),
                 .methods = settings.list("--method"),
                 .limit = settings.maybe_integer("--limit", 1, 1'000'000)};
  for (const std::string& method : out.methods)
    if (std::find(kMethods.begin(), kMethods.end(), text::to_lower(method)) == kMethods.end())
      throw Fatal(kWrongUseExit, fmt::format("--method: `{}` is no method of HTTP; known: {}",
                                             method, text::join(kMethods, ", ")));
  return out;
}

namespace {

// What there would be to choose from.
std::string tags_of(const std::string& spec) {
  std::set<std::string> tags;
  if (spec == "-" || is_mcp(spec)) return {};  // read already
  if (const auto all = load_tools(spec))
    for (const Tool& tool : all->tools) tags.insert(tool.tags.begin(), tool.tags.end());
  return text::join({tags.begin(), tags.end()}, ", ");
}

}  // namespace

void refuse_no_tools(const Settings& settings, const ToolListing& listing) {
  const std::string spec = settings.input();
  if (listing.described == 0)
    throw Fatal(kFailed, fmt::format("{} describes no operation that could be called", spec));
  if (listing.filtered == 0)
    throw Fatal(kFailed, fmt::format("no tool could be made of {}; --report says why", spec));
  const std::string tags = tags_of(spec);
  throw Fatal(kFailed, fmt::format("nothing in {} is what --tag, --path and --method ask for{}{}",
                                   spec, tags.empty() ? "" : "; its tags: ", tags));
}

void say_problems(const Settings& settings, const ToolListing& listing) {
  std::size_t said = 0;
  for (const ToolProblem& problem : listing.problems) {
    if (problem.effect == ToolEffect::kNote) continue;
    if (said++ < kShownProblems) note(settings, to_line(listing, problem));
  }
  if (said > kShownProblems)
    note(settings, fmt::format("and {} more; --report shows all", said - kShownProblems));
}

Record read_record(const Settings& settings) {
  const std::string file = settings.text("--record");
  return {file, file.empty() ? "" : must(read_file(file))};
}

void learn_from_record(const Record& record, std::vector<Tool>& tools) {
  if (!record.file.empty()) must(learn_results(record.text, record.file, tools));
}

namespace {

ToolListing read_spec(const Settings& settings) {
  const std::string spec = settings.input();
  if (is_mcp(spec)) return std::move(open_live_tools(settings, {}).listing);
  must(check_input(spec));
  const Rereadable file = must(Rereadable::of(spec));
  const std::string text = must(read_file(file.path()));
  return must(read_tools(text, spec == "-" ? "standard input" : spec, tool_filter(settings)));
}

}  // namespace

ToolListing read_tool_input(const Settings& settings) {
  ToolListing out = read_spec(settings);
  learn_from_record(read_record(settings), out.tools);
  return out;
}

ToolListing read_some_tools(const Settings& settings) {
  return read_some_tools(settings, read_record(settings));
}

ToolListing read_some_tools(const Settings& settings, const Record& record) {
  ToolListing listing = read_spec(settings);
  learn_from_record(record, listing.tools);
  say_problems(settings, listing);
  if (listing.tools.empty()) refuse_no_tools(settings, listing);
  return listing;
}

}  // namespace generator::cli
