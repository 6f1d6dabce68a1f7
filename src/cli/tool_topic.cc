#include "cli/tool_topic.h"

#include <fmt/format.h>

#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "cli/tool_plans.h"

namespace generator::cli {
namespace {

constexpr std::size_t kLongest = 40'000;  // bytes of all documents that are shown

std::string read_topic(const Settings& settings) {
  const std::vector<std::string>& words = settings.positional();
  if (words.empty() || text::trim(words[0]).empty())
    throw Fatal(kWrongUseExit, "tool-from-topic takes a topic: generator tool-from-topic 'hotel "
                               "bookings' -o tools.json");
  return words[0];
}

std::string read_passages(const std::vector<std::string>& paths) {
  std::string out;
  for (std::size_t i = 1; i < paths.size(); ++i) {
    const std::string text = must(read_file(paths[i]));
    if (!text::is_valid_utf8(text))
      throw Fatal(kFailed, fmt::format("{}: it is no text", text::for_terminal(paths[i])));
    out += fmt::format("# {}\n\n{}\n\n", file_name(paths[i]), text);
  }
  return std::string(text::prefix(out, kLongest));
}

trajectory::TopicProposal make_proposal(const Session& session, const Settings& settings,
                                        bool from_inputs) {
  trajectory::TopicOptions options;
  options.sampling = session.choice(kToolStage).sampling;
  options.tools = static_cast<std::size_t>(settings.integer("--offer", 1, 64));
  options.from_inputs = from_inputs;
  return must(trajectory::TopicProposal::create(
      *must(session.prompts().find("tool_topic", session.prompt_set(kToolStage))), options));
}

}  // namespace

ToolTopic::ToolTopic(const Session& session, const Settings& settings, bool from_inputs)
    : topic_(read_topic(settings)),
      passages_(read_passages(settings.positional())),
      proposal_(make_proposal(session, settings, from_inputs)) {}

}  // namespace generator::cli
