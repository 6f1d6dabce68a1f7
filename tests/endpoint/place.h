// A folder in which the whole command is run against the fake endpoint.
#pragma once

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>
#include <map>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "base/files.h"
#include "base/text.h"
#include "support/encodings.h"
#include "support/temp_folder.h"

namespace generator {

inline constexpr int kDocuments = 30;
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

inline std::string document(int number) {
  return fmt::format(
      "# Acme Queue {0}\n\n## Queues\n\nThe `orders{0}` queue is a list of messages that waits on "
      "disk until one of the {1} workers of the project takes them, and it survives a restart of "
      "the broker.\n\nA worker that ends is begun again by the broker after {1} seconds.\n\n"
      "## Starting the broker\n\nTo start the Acme broker on port {2}, run `acme broker` with the "
      "option `--port {2}`.\n",
      number, number % 7 + 2, 7000 + number);
}

struct Ended {
  int exit_code = -1;
  std::string printed;  // on standard output and error
};

/// A folder with documents and settings, in which the command is run.
class Place {
 public:
  using WriteDocument = std::string (*)(int);
  Place(const Vendor& vendor, const std::string& url, WriteDocument write_document = &document)
      : Place(vendor, url, kDocuments, "", write_document) {}
  /// `more` is put behind the settings that all vendors have, below `llm`.
  Place(const Vendor& vendor, const std::string& url, int documents, const std::string& more = "",
        WriteDocument write_document = &document)
      : Place(vendor.provider,
              fmt::format("    model: {}\n    base_url: {}{}\n    api_key: ${{CANARY}}\n{}",
                          vendor.model, url, vendor.base, vendor.more),
              write_document, documents, more) {}

  /// `section`: the provider's own lines of the settings.
  Place(std::string_view provider, std::string_view section,
        WriteDocument write_document = &document, int documents = kDocuments,
        const std::string& more = "") {
    std::filesystem::create_directory(temp_ / "docs");
    for (int i = 0; i < documents; ++i)
      EXPECT_TRUE(write_file(temp_ / fmt::format("docs/page{:02}.md", i), write_document(i)));
    EXPECT_TRUE(write_file(temp_ / "settings.yaml",
                           fmt::format("llm:\n  provider: {0}\n"
                                       "  timeout: {{connect: 5, silence: 0.25, total: 60}}\n"
                                       "  retry: {{most: 25, first: 0.005, longest: 0.05}}\n{2}"
                                       "  {0}:\n{1}",
                                       provider, section, more)));
  }

  Ended run(const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"pipeline",      "docs",       "-o", "rows.jsonl", "--config",
                                      "settings.yaml", "--attempts", "8",  "-v"};
    words.insert(words.end(), more.begin(), more.end());
    return generator(std::move(words));
  }

  /// Any command. `on_begun` is told the process that runs it.
  Ended generator(
      std::vector<std::string> words, const std::function<void(pid_t)>& on_begun = [](pid_t) {}) {
    words.insert(words.begin(), "generator");
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
      const int out = ::open((temp_ / "printed").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
      ::dup2(out, 1);
      ::dup2(out, 2);
      ::setenv("CANARY", kKey.c_str(), 1);
      ::setenv("SOURCE_DATE_EPOCH", "1700000000", 1);
      if (::chdir(temp_.path().c_str()) != 0) ::_exit(126);
      ::execv(GENERATOR, arguments.data());
      ::_exit(127);
    }
    on_begun(child);
    int status = 0;
    ::waitpid(child, &status, 0);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            read_file(temp_ / "printed").value_or("")};
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

  std::string path(const std::string& name) const { return temp_ / name; }

 private:
  testing::TempFolder temp_;
};

}  // namespace generator
