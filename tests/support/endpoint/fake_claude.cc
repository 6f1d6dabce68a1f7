// fake_claude: the Claude command-line program as far as one answer needs it, strict about its
// arguments and surroundings, with faults by seed.
//
// FAKE_CLAUDE=SEED:PERCENT:FOLDER in the environment lets that share of the runs go wrong; FOLDER
// counts the tries of each prompt, and after three of them one goes well. What it finds wrong it
// also writes into FOLDER/violations. FAKE_CLAUDE_COST=USD is what each run says that it cost, and
// FOLDER/bills gets a line for each: the cost and the prompt's hash; then it must have been told
// what it may cost and how long its reply may be. Arguments as the official SDK passes them (claude-agent-sdk
// 0.2.187); the faults are those that a process has where a server has 27 others.
#include <fmt/format.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "support/endpoint/script.h"

namespace {

using Json = nlohmann::ordered_json;
using generator::endpoint::Question;

struct Plan {
  std::uint64_t seed = 0;
  std::uint64_t percent = 0;
  std::string folder;
};

Plan read_plan() {
  const char* text = std::getenv("FAKE_CLAUDE");
  Plan out;
  if (text == nullptr) return out;
  const std::string_view all = text;
  const std::size_t first = all.find(':'), second = all.find(':', first + 1);
  std::from_chars(text, text + first, out.seed);
  std::from_chars(text + first + 1, text + second, out.percent);
  out.folder = all.substr(second + 1);
  return out;
}

double cost_of_a_run() {
  const char* text = std::getenv("FAKE_CLAUDE_COST");
  return text == nullptr ? 0 : std::atof(text);
}

[[noreturn]] void refuse(const Plan& plan, const std::string& why) {
  if (!plan.folder.empty())
    std::ofstream(plan.folder + "/violations", std::ios::app) << why << "\n";
  std::cerr << "error: " << why << "\n";
  std::exit(1);
}

// What is asked; anything but the promised arguments is refused.
Question read_arguments(const Plan& plan, const std::vector<std::string>& words) {
  const std::vector<std::string> fixed = {
      "-p", "--output-format",    "stream-json",        "--verbose", "--tools",
      "",   "--setting-sources=", "--strict-mcp-config"};
  Question out;
  for (std::size_t i = 0; i < fixed.size(); ++i)
    if (i >= words.size() || words[i] != fixed[i])
      refuse(plan, fmt::format("argument {} is not `{}`", i + 1, fixed[i]));
  std::size_t at = fixed.size();
  const auto next = [&](std::string_view name) {
    if (at + 1 >= words.size() || words[at] != name)
      refuse(plan, fmt::format("unknown option, where {} was awaited", name));
    at += 2;
    return words[at - 1];
  };
  out.system = next("--system-prompt");
  out.model = next("--model");
  const std::string turns = next("--max-turns");
  if (at < words.size() && words[at] == "--json-schema") out.schema = next("--json-schema");
  const char* reply_tokens = std::getenv("CLAUDE_CODE_MAX_OUTPUT_TOKENS");
  if (reply_tokens != nullptr) out.most_tokens = std::atoi(reply_tokens);
  double most_usd = 0;
  if (at < words.size()) most_usd = std::atof(next("--max-budget-usd").c_str());
  if (cost_of_a_run() > 0 && (most_usd < cost_of_a_run() || out.most_tokens <= 0))
    refuse(plan, fmt::format("a run without limits: {} USD, {} tokens", most_usd, out.most_tokens));
  if (at != words.size()) refuse(plan, fmt::format("too many arguments: {}", words[at]));
  // A schema is enforced by a turn of its own.
  if ((turns == "1") != out.schema.empty()) refuse(plan, "--max-turns " + turns);
  if (!std::filesystem::is_empty(".")) refuse(plan, "the folder is not empty");
  for (const std::string& word : words)
    if (word.find("canary") != word.npos) refuse(plan, "a key stands among the arguments");
  return out;
}

// How often this prompt was asked before.
std::size_t count_try(const Plan& plan, const std::string& prompt) {
  const std::string path = fmt::format("{}/{:016x}", plan.folder, generator::checksum(prompt));
  std::ofstream(path, std::ios::app) << '.' << std::flush;
  return std::filesystem::file_size(path) - 1;
}

void print_error(int status, std::string_view words) {
  const Json result = {{"type", "result"},           {"subtype", "success"}, {"is_error", true},
                       {"api_error_status", status}, {"result", words},      {"total_cost_usd", 0},
                       {"usage", Json::object()}};
  std::cout << result.dump() << "\n";
}

// Goes wrong; returns where the fault is in how the good answer is told.
enum class Fault { kNone, kTorn, kNoSchema };
Fault go_wrong(const Plan& plan, const std::string& prompt) {
  if (plan.percent == 0) return Fault::kNone;
  const std::size_t tries = count_try(plan, prompt);
  const std::uint64_t chance =
      generator::checksum(fmt::format("{} {} {}", plan.seed, tries, prompt));
  if (tries >= 3 || chance % 100 >= plan.percent) return Fault::kNone;
  switch (chance / 100 % 9) {
    case 0:
      std::exit(1);
    case 1:
      ::raise(SIGKILL);
      std::exit(1);
    case 2:
      print_error(529, "API Error: Overloaded");
      std::exit(1);
    case 3:
      print_error(500, "API Error: Internal server error");
      std::exit(1);
    case 4:
      print_error(429, "API Error: 429 rate limited");
      std::exit(1);
    case 5:
      std::cout << R"({"type":"result","subtype":"error_during_execution","is_error":true})"
                << "\n";
      std::exit(1);
    case 6:
      std::cerr << "Segmentation fault \x1b[31m\n";
      std::exit(139);
    case 7:
      return Fault::kTorn;
    default:
      return Fault::kNoSchema;
  }
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  if (words == std::vector<std::string>{"--version"}) {
    std::cout << "2.1.330 (Claude Code)\n";
    return 0;
  }
  const Plan plan = read_plan();
  Question question = read_arguments(plan, words);
  const std::string prompt{std::istreambuf_iterator<char>(std::cin), {}};
  if (prompt.empty()) refuse(plan, "no prompt on standard input");
  question.user = prompt.substr(0, prompt.find("\n\nYour earlier reply to this was:"));
  if (cost_of_a_run() > 0)  // also where it goes wrong: then nobody hears of it
    std::ofstream(plan.folder + "/bills", std::ios::app)
        << fmt::format("{} {:016x}\n", cost_of_a_run(), generator::checksum(prompt)) << std::flush;
  const Fault fault = go_wrong(plan, prompt);
  const std::string said = generator::endpoint::scripted_reply(question);
  Json result = {{"type", "result"},
                 {"subtype", "success"},
                 {"is_error", false},
                 {"result", question.schema.empty() ? said : ""},
                 {"stop_reason", "end_turn"},
                 {"total_cost_usd", cost_of_a_run() > 0 ? cost_of_a_run() : 0.001},
                 {"usage",
                  {{"input_tokens", generator::endpoint::tokens_of(question.system + prompt)},
                   {"output_tokens", generator::endpoint::tokens_of(said)}}},
                 {"num_turns", 2}};
  if (fault == Fault::kNoSchema) {
    result["subtype"] = "error_max_structured_output_retries";
    result["is_error"] = true;
  } else if (!question.schema.empty()) {
    result["structured_output"] = Json::parse(said);
  }
  if (question.most_tokens > 0 && generator::endpoint::tokens_of(said) > question.most_tokens) {
    result["is_error"] = true;
    result["result"] = fmt::format("API Error: Claude's response exceeded the {} output token maximum.",
                                   question.most_tokens);
    result.erase("structured_output");
  }
  const std::string line = result.dump();
  std::cout << R"({"type":"system","subtype":"init"})" << "\n"
            << (fault == Fault::kTorn ? line.substr(0, line.size() / 2) : line + "\n");
  return fault == Fault::kNoSchema ? 1 : 0;
}
