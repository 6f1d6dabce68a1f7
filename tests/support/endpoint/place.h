// A folder with documents and settings, in which the whole command is run against a fake endpoint.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "support/command.h"
#include "support/encodings.h"
#include "support/temp_folder.h"

namespace generator::endpoint {

inline const std::string kKey = "sk-canary-Zq7-f31c9e0b55d2";

struct Vendor {
  const char* name;
  const char* provider;
  const char* base;
  const char* model;
  const char* more;  // of its section in config.yaml
};

inline void PrintTo(const Vendor& vendor, std::ostream* out) { *out << vendor.name; }

inline constexpr Vendor kVendors[] = {
    {"openai", "openai", "/openai/v1", "gpt-6-luna", ""},
    {"vllm", "vllm", "/vllm/v1", "local-model", ""},
    {"anthropic", "anthropic", "/anthropic", "claude-haiku-5-5", ""},
    {"anthropic_2023", "anthropic", "/anthropic", "claude-haiku-4-5", "    version: 2023-06-01\n"},
    {"gemini", "gemini", "/gemini", "gemini-3.8-flash", ""},
    {"ollama", "ollama", "/ollama", "qwen3:8b", ""},
};
inline constexpr const Vendor& kVllm = kVendors[1];

/// A document of one chunk.
inline std::string document(int number) {
  return fmt::format(
      "# Acme Queue {0}\n\n## Queues\n\nThe `orders{0}` queue is a list of messages that waits on "
      "disk until one of the {1} workers of the project takes them, and it survives a restart of "
      "the broker.\n\nA worker that ends is begun again by the broker after {1} seconds.\n\n"
      "## Starting the broker\n\nTo start the Acme broker on port {2}, run `acme broker` with the "
      "option `--port {2}`.\n",
      number, number % 7 + 2, 7000 + number);
}

class Place {
 public:
  using WriteDocument = std::string (*)(int);
  /// `program` is the command's path. `more` are further lines of the settings' section `llm`.
  Place(std::string program, const Vendor& vendor, const std::string& url, int documents,
        const std::string& more = "", WriteDocument write_document = &document)
      : Place(std::move(program), documents, write_document) {
    set(vendor, url, more);
  }
  /// `section`: the provider's own lines of the settings.
  Place(std::string program, std::string_view provider, std::string_view section, int documents)
      : Place(std::move(program), documents, &document) {
    set(provider, section, "");
  }

  void set(const Vendor& vendor, const std::string& url, const std::string& more = "") {
    set(vendor.provider,
        fmt::format("    model: {}\n    base_url: {}{}\n    api_key: ${{CANARY}}\n{}", vendor.model,
                    url, vendor.base, vendor.more),
        more);
  }
  void set(std::string_view provider, std::string_view section, std::string_view more) {
    EXPECT_TRUE(write_file(temp_ / "settings.yaml",
                           fmt::format("llm:\n  provider: {0}\n  attempts: 8\n"
                                       "  timeout: {{connect: 5, silence: 0.25, total: 60}}\n"
                                       "  retry: {{most: 25, first: 0.005, longest: 0.05}}\n{2}"
                                       "  {0}:\n{1}",
                                       provider, section, more)));
  }

  /// The pipeline with these further words, begun. Environment variables come as "NAME=value".
  testing::Command start(const std::vector<std::string>& more = {},
                         const std::vector<std::string>& environment = {},
                         const std::string& printed = "printed") const {
    std::vector<std::string> words = {program_,     "pipeline", "docs",          "-o",
                                      "rows.jsonl", "--config", "settings.yaml", "-v"};
    words.insert(words.end(), more.begin(), more.end());
    return {words, setup(environment, printed)};
  }
  testing::Ended run(const std::vector<std::string>& more = {},
                     const std::vector<std::string>& environment = {}) const {
    return start(more, environment).wait();
  }
  /// Another command of the program.
  testing::Command start_words(std::vector<std::string> words) const {
    words.insert(words.begin(), program_);
    return {words, setup({}, "printed")};
  }
  testing::Ended run_words(std::vector<std::string> words) const {
    return start_words(std::move(words)).wait();
  }

  /// What a run made, by name.
  std::map<std::string, std::string> made() const {
    std::map<std::string, std::string> out;
    for (const char* name : {"rows.jsonl", "rows.rejected.jsonl", "rows.jsonl.run/kept.jsonl"})
      out[name] = read_file(temp_ / name).value_or("(absent)");
    return out;
  }
  std::string report() const {
    return read_file(temp_ / "rows.jsonl.run/report.json").value_or("{}");
  }
  std::size_t rows() const { return text::lines(made().at("rows.jsonl")).size(); }

  /// Files in which the key stands, and in which encoding.
  std::vector<std::string> leaks() const {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(temp_.path())) {
      if (!entry.is_regular_file()) continue;
      const std::string content = read_file(entry.path()).value_or("");
      for (const auto& [encoding, text] : testing::encodings(kKey))
        if (text::contains(content, text)) out.push_back(entry.path().string() + ": " + encoding);
    }
    return out;
  }

  /// Names of files that a run that ended must not leave.
  std::vector<std::string> leftovers() const {
    std::vector<std::string> out;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(temp_.path()))
      if (entry.path().extension() == ".part") out.push_back(entry.path().string());
    return out;
  }

  std::string operator/(const std::string& name) const { return temp_ / name; }

 private:
  Place(std::string program, int documents, WriteDocument write_document)
      : program_(std::move(program)) {
    std::filesystem::create_directory(temp_ / "docs");
    for (int i = 0; i < documents; ++i)
      EXPECT_TRUE(write_file(temp_ / fmt::format("docs/page{:02}.md", i), write_document(i)));
  }
  testing::Command::Setup setup(const std::vector<std::string>& environment,
                                const std::string& printed) const {
    testing::Command::Setup out{temp_.path(), environment, temp_ / printed};
    out.environment.push_back("CANARY=" + kKey);
    out.environment.emplace_back("SOURCE_DATE_EPOCH=1700000000");
    return out;
  }
  std::string program_;
  testing::TempFolder temp_;
};

}  // namespace generator::endpoint
