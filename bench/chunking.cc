// The chunker as a benchmark's worker: `bench_chunking FOLDER MIN:MAX`, then commands on standard
// input.
//
// "go" cuts every Markdown file below FOLDER (read before) and answers with seconds, bytes and
// number of chunks as a line of JSON. Each round is a process of its own, so that what a program
// remembers of a text does not count. "write PATH" writes the texts of the chunks there, a JSON
// string a line. One thread.
#include <algorithm>
#include <chrono>
#include <filesystem>
#include <iostream>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "documents/chunk.h"
#include "documents/clean.h"
#include "store/tokens.h"

namespace {

using namespace generator;
using Clock = std::chrono::steady_clock;

double seconds(Clock::time_point begin, Clock::time_point end) {
  return std::chrono::duration<double>(end - begin).count();
}

template <class T>
T value_of(Result<T> result) {
  if (result) return std::move(*result);
  std::cerr << result.error().message << "\n";
  std::exit(1);
}

std::vector<documents::Document> read_folder(const std::string& folder) {
  std::vector<documents::Document> all;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".md") continue;
    std::string text = value_of(read_file(entry.path().string()));
    const auto bytes = static_cast<std::int64_t>(text.size());
    all.push_back(
        {entry.path().string(), documents::DocumentType::kMarkdown, "", std::move(text), bytes});
  }
  std::sort(all.begin(), all.end(),
            [](const auto& a, const auto& b) { return a.source < b.source; });
  return all;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::cerr << "usage: bench_chunking FOLDER MIN:MAX\n";
    return 2;
  }
  const std::vector<documents::Document> all = read_folder(argv[1]);
  const documents::TokenRange range = value_of(documents::token_range(argv[2]));
  const auto tokens = value_of(exact_token_counter());
  tokens->count("so that the vocabulary is there");
  std::vector<std::string> texts;
  for (std::string line; std::getline(std::cin, line);) {
    if (line == "go") {
      texts.clear();
      std::int64_t bytes = 0;
      double cleaning = 0, cutting = 0;
      for (const documents::Document& document : all) {
        const auto begin = Clock::now();
        const documents::Cleaned cleaned = documents::clean(document);
        const auto between = Clock::now();
        for (Chunk& chunk : documents::chunks(cleaned, range, *tokens, nullptr))
          texts.push_back(std::move(chunk.text));
        cleaning += seconds(begin, between);
        cutting += seconds(between, Clock::now());
        bytes += document.bytes;
      }
      std::cout << "{\"seconds\":" << cleaning + cutting << ",\"cleaning\":" << cleaning
                << ",\"bytes\":" << bytes << ",\"chunks\":" << texts.size() << "}" << std::endl;
    } else if (line.starts_with("write ")) {
      std::string rows;
      for (const std::string& text : texts) rows += json::quote(text) + "\n";
      const Status written = write_file(line.substr(6), rows);
      std::cout << (written ? "{}" : "{\"error\":" + json::quote(written.error().message) + "}")
                << std::endl;
    }
  }
  return 0;
}
