// a topic → a tool file
#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/files.h"
#include "base/standard_streams.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/session.h"
#include "cli/tool_input.h"
#include "store/tool_file.h"
#include "trajectory/topic.h"

namespace generator::cli {
namespace {

constexpr std::string_view kStage = "tool_generate";
constexpr std::size_t kLongest = 40'000;  // bytes of all documents that are shown

class OneDialogue final : public DialogueSource {
 public:
  OneDialogue(const trajectory::TopicProposal& proposal, std::string topic, std::string passages)
      : proposal_(proposal), topic_(std::move(topic)), passages_(std::move(passages)) {}
  Result<std::unique_ptr<Dialogue>> next() override {
    if (std::exchange(is_given_, true)) return nullptr;
    return proposal_.begin(topic_, passages_);
  }
  Status rewind() override {
    is_given_ = false;
    return {};
  }
  std::optional<std::uint64_t> size() const override { return 1; }

 private:
  const trajectory::TopicProposal& proposal_;
  std::string topic_, passages_;
  bool is_given_ = false;
};

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

}  // namespace

int run_tool_from_topic(const Settings& settings) {
  const std::vector<std::string>& words = settings.positional();
  if (words.empty() || text::trim(words[0]).empty())
    throw Fatal(kWrongUseExit, "tool-from-topic takes a topic: generator tool-from-topic 'hotel "
                               "bookings' -o tools.json");
  const std::string output = settings.output();
  Session session(settings, output);
  trajectory::TopicOptions options;
  options.sampling = session.choice(kStage).sampling;
  options.tools = static_cast<std::size_t>(settings.integer("--offer", 1, 64));
  options.from_inputs = session.is_offline(kStage);
  const auto proposal = must(trajectory::TopicProposal::create(
      *must(session.prompts().find("tool_topic", session.prompt_set(kStage))), options));
  OneDialogue source(proposal, words[0], read_passages(words));
  std::vector<Tool> tools;
  std::string why;
  session.run(kStage, source, [&](std::uint64_t, Finished& finished) -> Status {
    for (ToolUse& row : finished.tool_uses) tools = std::move(row.tools);
    for (const Reject& reject : finished.rejects) why = reject.code + ": " + reject.detail;
    return {};
  });
  session.close();
  if (tools.empty())
    throw Fatal(kFailed, "no tools were proposed: " + text::for_terminal(why));
  // Read again, as any other file of tools is.
  const ToolListing listing = must(read_tools(tools_as_json(tools), words[0], {}));
  say_problems(settings, listing);
  must(write_file(output, tools_as_json(listing.tools)));
  print_error(fmt::format("{} in {}\n", text::counted(std::ssize(listing.tools), "tool"),
                          output == "-" ? "standard output" : text::for_terminal(output)));
  return kDone;
}

}  // namespace generator::cli
