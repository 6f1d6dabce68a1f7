// Runs a target without libFuzzer: over the committed corpus, and over mutants of it drawn from a
// fixed seed.
//
// usage: NAME_replay CORPUS [MUTANTS]
// The mutants (bytes changed, stretches cut, doubled or moved, files joined) are the same on every
// machine, so that a failure in `make test` is a failure everywhere. An input that breaks a promise
// is left in ./NAME.crash.
#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <vector>

#include "fuzz/fuzz.h"

namespace {

namespace fs = std::filesystem;

std::string current;  // the input that is being run
std::string crash_path;

void leave_crash(int signal) {  // the process is ending; what is not safe here no longer matters
  std::ofstream(crash_path, std::ios::binary) << current;
  std::cerr << "the input is in " << crash_path << "\n";
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

void run(std::string input) {
  current = std::move(input);
  std::vector<std::uint8_t> exact(current.begin(),
                                  current.end());  // so that ASan sees the byte after the end
  LLVMFuzzerTestOneInput(exact.data(), exact.size());
}

class Draw {
 public:
  std::size_t below(std::size_t limit) {  // SplitMix64; limit > 0
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return static_cast<std::size_t>((z ^ (z >> 31)) % limit);
  }

 private:
  std::uint64_t state_ = 20260101;
};

std::string mutant(const std::vector<std::string>& corpus, Draw& draw) {
  std::string text = corpus[draw.below(corpus.size())];
  const std::string& other = corpus[draw.below(corpus.size())];
  static constexpr std::string_view kLetters =
      "{}[]\"'\\,:`~*_#<>|-=!@&%$ \n\t\r\x00\x7f\xc3\xed\xff"
      "0129eE+.nulltrue";
  for (std::size_t change = 1 + draw.below(4); change > 0; --change) {
    std::size_t at = draw.below(text.size() + 1);
    std::size_t length = std::min(draw.below(24) + 1, text.size() - at);
    switch (draw.below(6)) {
      case 0:
        text.erase(at, length);
        break;
      case 1:
        text.insert(at, text.substr(at, length));
        break;
      case 2:
        text.insert(at, 1, kLetters[draw.below(kLetters.size())]);
        break;
      case 3:
        if (at < text.size()) text[at] = static_cast<char>(draw.below(256));
        break;
      case 4:
        text.resize(at);
        break;
      default:
        text.insert(at, other.substr(draw.below(other.size() + 1), draw.below(64) + 1));
        break;
    }
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::cerr << "usage: " << argv[0] << " CORPUS [MUTANTS]\n";
    return 2;
  }
  crash_path = fs::path(argv[0]).filename().string() + ".crash";
  std::signal(SIGABRT, leave_crash);
  std::signal(SIGSEGV, leave_crash);
  std::vector<fs::path> files;
  if (fs::is_directory(argv[1]))
    for (const auto& entry : fs::directory_iterator(argv[1])) files.push_back(entry.path());
  else
    files.emplace_back(argv[1]);
  std::sort(files.begin(), files.end());
  std::vector<std::string> corpus;
  for (const fs::path& file : files) {
    std::ostringstream content;
    content << std::ifstream(file, std::ios::binary).rdbuf();
    corpus.push_back(content.str());
  }
  if (corpus.empty()) {
    std::cerr << "no corpus in " << argv[1] << "\n";
    return 2;
  }
  run("");
  for (const std::string& input : corpus) run(input);
  Draw draw;
  const unsigned long mutants = argc > 2 ? std::strtoul(argv[2], nullptr, 10) : 0;
  for (unsigned long i = 0; i < mutants; ++i) run(mutant(corpus, draw));
  std::cout << corpus.size() << " inputs and " << mutants << " mutants\n";
  return 0;
}
