// What the tests of this room share: a folder of their own and pairs.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "data/example.h"
#include "support/random_example.h"

namespace generator {

class ExportFolder {
 public:
  ExportFolder()
      : path_(std::filesystem::path(::testing::TempDir()) /
              (std::string("export-") +
               ::testing::UnitTest::GetInstance()->current_test_info()->name())) {
    std::filesystem::remove_all(path_);
    std::filesystem::create_directories(path_);
  }
  ~ExportFolder() { std::filesystem::remove_all(path_); }
  std::string path(const std::string& name) const { return (path_ / name).string(); }
  bool is_empty() const { return std::filesystem::is_empty(path_); }
  static std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream out;
    out << file.rdbuf();
    return out.str();
  }

 private:
  std::filesystem::path path_;
};

using testing::hostile_text;
using testing::random_example;

inline Example pair_of(std::string question, std::string answer, std::string chunk_id = "",
                       std::vector<std::string> reasoning = {}) {
  Example example;
  example.pair() = {std::move(question), std::move(reasoning), std::move(answer)};
  example.provenance.chunk_id = std::move(chunk_id);
  return example;
}

inline Example conversation_of(const std::vector<std::pair<std::string, std::string>>& turns) {
  Example example;
  Conversation conversation;
  for (const auto& [question, answer] : turns) conversation.turns.push_back({question, {}, answer});
  example.body = std::move(conversation);
  return example;
}

}  // namespace generator
