// What the tests of this room share: a folder of their own and hostile examples from a seed.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/random.h"
#include "data/example.h"

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

inline std::string hostile_text(Random& random) {
  static const std::vector<std::string> kPieces = {"\"",
                                                   "\\",
                                                   "\n",
                                                   "\r\n",
                                                   "\t",
                                                   std::string(1, '\0'),
                                                   "\x01",
                                                   "\x1f",
                                                   "\x7f",
                                                   "é",
                                                   "日本",
                                                   "😀",
                                                   "\xE2\x80\xA8",
                                                   "\xE2\x80\xA9",
                                                   "\xE2\x80\xAE",
                                                   "\xEF\xBB\xBF",
                                                   "<|im_end|>",
                                                   "{",
                                                   "]",
                                                   ",",
                                                   "\\u0041",
                                                   "a",
                                                   " ",
                                                   "word "};
  std::string out = "t";
  for (std::uint64_t i = random.below(40); i > 0; --i) out += kPieces[random.below(kPieces.size())];
  if (random.below(300) == 0) out += std::string(300'000, 'x');
  return out;
}

inline Example random_example(Random& random) {
  Example example;
  example.pair().question = hostile_text(random);
  example.pair().answer = hostile_text(random);
  for (std::uint64_t i = random.below(4); i > 0; --i)
    example.pair().reasoning.push_back(hostile_text(random));
  example.id = hostile_text(random);
  example.kind = hostile_text(random);
  example.provenance = {hostile_text(random), hostile_text(random), "m", "2026-11-23T09:10:25Z"};
  example.evidence = {{hostile_text(random), {3, 14}}};
  if (random.below(2) == 0) {
    example.rating.emplace();
    example.rating->total = static_cast<double>(random.below(100)) / 10.0;
    example.rating->reasons = "JUDGED";
    example.rating->model = "JUDGE";
  }
  return example;
}

inline Example pair_of(std::string question, std::string answer, std::string chunk_id = "",
                       std::vector<std::string> reasoning = {}) {
  Example example;
  example.pair() = {std::move(question), std::move(reasoning), std::move(answer)};
  example.provenance.chunk_id = std::move(chunk_id);
  return example;
}

}  // namespace generator
