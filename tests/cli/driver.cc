// Runs one case of whole commands, written as text, and compares what they print, return and make.
//
// usage: cli_driver PROGRAM CASE.txt [--rewrite] [--have FEATURE]...
// README.md in this folder describes a case. Exit: 0 as expected (or rewritten), 1 different, 77
// skipped, 2 unreadable.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace fs = std::filesystem;

namespace {

constexpr int kSkipped = 77;
constexpr const char* kNoNewline = "\\ no newline at the end\n";

struct Section {
  std::string name, argument, content;
};

struct Case {
  std::string heading;  // comment lines before the first section
  std::vector<Section> sections;
};

[[noreturn]] void stop(const std::string& message) {
  std::cerr << "cli_driver: " << message << "\n";
  std::exit(2);
}

std::string slurp(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void spill(const fs::path& path, const std::string& content) {
  fs::create_directories(path.parent_path());
  std::ofstream out(path, std::ios::binary);
  out << content;
  if (!out.flush()) stop("cannot write " + path.string());
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

// ---- the case as text

Case parse(const std::string& text) {
  Case parsed;
  auto close = [&parsed] {  // the blank line before a section's head is layout, not content
    if (parsed.sections.empty()) return;
    std::string& content = parsed.sections.back().content;
    if (content == "\n") content.clear();
    if (content.ends_with("\n\n")) content.pop_back();
  };
  for (const std::string& line : lines_of(text)) {
    if (line.starts_with("--- ")) {
      close();
      std::size_t space = line.find(' ', 4);
      Section section{line.substr(4, space == std::string::npos ? space : space - 4), "", ""};
      if (space != std::string::npos) section.argument = line.substr(space + 1);
      parsed.sections.push_back(section);
    } else if (parsed.sections.empty()) {
      parsed.heading += line + "\n";
    } else {
      parsed.sections.back().content += (line.starts_with("\\--- ") ? line.substr(1) : line) + "\n";
    }
  }
  close();
  return parsed;
}

std::string print(const Case& written) {
  std::string out = written.heading;
  for (std::size_t i = 0; i < written.sections.size(); ++i) {
    const Section& section = written.sections[i];
    const bool opens = section.name == "run" || section.name == "file";
    if (i > 0 && (opens || !written.sections[i - 1].content.empty())) out += "\n";
    out += "--- " + section.name + (section.argument.empty() ? "" : " " + section.argument) + "\n";
    for (const std::string& line : lines_of(section.content))
      out += (line.starts_with("--- ") ? "\\" : "") + line + "\n";
  }
  return out;
}

// ---- comparing

/// What differs from run to run becomes a word: folders, times, rates, process ids.
std::string normal(std::string text,
                   const std::vector<std::pair<std::string, std::string>>& places) {
  for (const auto& [path, name] : places)
    for (std::size_t at = 0; !path.empty() && (at = text.find(path, at)) != std::string::npos;)
      text.replace(at, path.size(), name);
  static const std::vector<std::pair<std::regex, std::string>> kRules = {
      {std::regex(R"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z)"), "TIME"},
      {std::regex(R"(\b\d[\d,.]*( ?[a-z]+)?/s\b)"), "N$1/s"},
      {std::regex(R"(\b(\d+ ?h ?)?(\d+ ?m(in)? ?)?\d[\d.]* ?(ms|µs|s)\b)"), "N s"},
      {std::regex(R"(\bpid \d+)"), "pid N"},
  };
  std::string out;
  const bool ends_with_newline = text.empty() || text.ends_with('\n');
  for (std::string line : lines_of(text)) {
    for (const auto& [pattern, word] : kRules) line = std::regex_replace(line, pattern, word);
    out += line + "\n";
  }
  return ends_with_newline ? out : out + kNoNewline;
}

/// `[..]` stands for any characters of a line.
bool line_matches(std::string_view pattern, std::string_view line) {
  std::size_t hole = pattern.find("[..]");
  if (hole == std::string_view::npos) return pattern == line;
  if (line.substr(0, hole) != pattern.substr(0, hole)) return false;
  std::string_view rest = pattern.substr(hole + 4);
  for (std::size_t from = hole; from <= line.size(); ++from)
    if (line_matches(rest, line.substr(from))) return true;
  return false;
}

/// A line `[...]` stands for any number of lines.
bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& lines,
             std::size_t p = 0, std::size_t l = 0) {
  for (; p < pattern.size(); ++p, ++l) {
    if (pattern[p] == "[...]") {
      for (std::size_t from = l; from <= lines.size(); ++from)
        if (matches(pattern, lines, p + 1, from)) return true;
      return false;
    }
    if (l == lines.size() || !line_matches(pattern[p], lines[l])) return false;
  }
  return l == lines.size();
}

// ---- running

struct Outcome {
  int exit_code = 0;
  std::string out, err;
};

class Stage {
 public:
  Stage(const fs::path& program, fs::path source) : source_(std::move(source)) {
    std::string pattern = (fs::temp_directory_path() / "generator-cli-XXXXXX").string();
    if (!mkdtemp(pattern.data())) stop("cannot make " + pattern);
    folder_ = pattern;
    fs::create_directories(work());
    fs::create_directories(folder_ / "home");
    environment_ = {
        "PATH=" + fs::absolute(program).parent_path().string() + ":/usr/local/bin:/usr/bin:/bin",
        "HOME=" + (folder_ / "home").string(),
        "SOURCE=" + source_.string(),
        "SHARED=" + shared().string(),
        "SOURCE_DATE_EPOCH=1750000000",
        "LC_ALL=C.UTF-8",
        "TZ=UTC",
        "GENERATOR_NO_PROBE=1",
        "COLUMNS=100"};
    for (const char* name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "TSAN_OPTIONS", "TMPDIR"})
      if (const char* value = std::getenv(name))
        environment_.push_back(std::string(name) + "=" + value);
  }
  Stage(const Stage&) = delete;
  Stage& operator=(const Stage&) = delete;
  ~Stage() {
    std::error_code ignored;  // a leftover in the temporary folder is no failure of the case
    fs::remove_all(folder_, ignored);
  }

  fs::path work() const { return folder_ / "work"; }
  fs::path shared() const { return source_.parent_path() / "shared"; }
  void set(const std::string& assignment) { environment_.push_back(assignment); }

  std::string normalised(const std::string& text) const {
    return normal(text, {{work().string() + "/", ""},
                         {work().string(), "."},
                         {(folder_ / "home").string(), "$HOME"},
                         {shared().string(), "$SHARED"},
                         {source_.string(), "$SOURCE"}});
  }

  Outcome run(const std::string& command, const std::string& standard_input) const {
    spill(folder_ / "stdin", standard_input);
    pid_t child = fork();
    if (child < 0) stop("cannot fork");
    if (child == 0) {
      attach("stdin", O_RDONLY, STDIN_FILENO);
      attach("stdout", O_WRONLY | O_CREAT | O_TRUNC, STDOUT_FILENO);
      attach("stderr", O_WRONLY | O_CREAT | O_TRUNC, STDERR_FILENO);
      if (chdir(work().c_str()) != 0) _exit(126);
      std::vector<char*> environment;
      for (const std::string& assignment : environment_)
        environment.push_back(const_cast<char*>(assignment.c_str()));
      environment.push_back(nullptr);
      execle("/bin/bash", "bash", "-c", command.c_str(), static_cast<char*>(nullptr),
             environment.data());
      _exit(127);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
            normalised(slurp(folder_ / "stdout")), normalised(slurp(folder_ / "stderr"))};
  }

  void show_difference(const std::string& what, const std::string& wanted,
                       const std::string& got) const {
    std::cout << "--- " << what << " is not as expected (-: expected, +: got)\n" << std::flush;
    spill(folder_ / "expected", wanted);
    spill(folder_ / "got", got);
    std::string command = "diff -u " + (folder_ / "expected").string() + " " +
                          (folder_ / "got").string() + " | tail -n +3";
    if (std::system(command.c_str()) != 0) std::cout << got;
  }

 private:
  void attach(const char* name, int flags, int descriptor) const {
    int file = open((folder_ / name).c_str(), flags, 0644);
    if (file < 0 || dup2(file, descriptor) < 0) _exit(126);
    close(file);
  }

  fs::path source_, folder_;
  std::vector<std::string> environment_;
};

/// Plays a case; `actual` becomes the case with what really happened.
class Play {
 public:
  Play(const Case& written, Stage& stage) : written_(written), stage_(stage) {
    actual_.heading = written.heading;
  }

  bool perform() {
    for (std::size_t i = 0; i < written_.sections.size(); ++i) {
      const Section& section = written_.sections[i];
      if (section.name == "run") {
        i = act(i);
        continue;
      }
      actual_.sections.push_back(section);
      if (section.name == "file")
        spill(stage_.work() / section.argument, section.content);
      else if (section.name == "env")
        stage_.set(section.argument);
      else if (section.name == "stdin")
        standard_input_ = section.content;
      else if (section.name != "needs")
        stop("a section \"" + section.name +
             "\" must follow a run, or is unknown (see tests/cli/README.md)");
    }
    return as_expected_;
  }
  const Case& actual() const { return actual_; }

 private:
  /// One run and the expectations after it; returns the index of the last section it used.
  std::size_t act(std::size_t at) {
    const std::string& command = written_.sections[at].argument;
    actual_.sections.push_back(written_.sections[at]);
    Section exit_code{"exit", "0", ""}, out{"stdout", "", ""}, err{"stderr", "", ""};
    std::vector<Section> made;
    for (; at + 1 < written_.sections.size(); ++at) {
      const Section& next = written_.sections[at + 1];
      if (next.name == "exit")
        exit_code = next;
      else if (next.name == "stdout")
        out = next;
      else if (next.name == "stderr")
        err = next;
      else if (next.name == "made")
        made.push_back(next);
      else
        break;
    }
    Outcome outcome = stage_.run(command, std::exchange(standard_input_, ""));
    if (std::string code = std::to_string(outcome.exit_code); code != exit_code.argument) {
      std::cout << "--- run " << command << "\nexit " << code << ", expected " << exit_code.argument
                << "\n";
      as_expected_ = false;
      exit_code.argument = code;
    }
    if (exit_code.argument != "0") actual_.sections.push_back(exit_code);
    compare(command, out, outcome.out);
    compare(command, err, outcome.err);
    for (Section& file : made) {
      fs::path path = stage_.work() / file.argument;
      compare(command, file, fs::exists(path) ? stage_.normalised(slurp(path)) : "(not there)\n");
    }
    return at;
  }

  void compare(const std::string& command, Section section, const std::string& got) {
    if (!matches(lines_of(section.content), lines_of(got))) {
      std::cout << "--- run " << command << "\n";
      stage_.show_difference(
          section.name + (section.argument.empty() ? "" : " " + section.argument), section.content,
          got);
      as_expected_ = false;
      section.content = got;
    }
    if (section.name == "made" || !section.content.empty()) actual_.sections.push_back(section);
  }

  const Case& written_;
  Stage& stage_;
  Case actual_;
  std::string standard_input_;
  bool as_expected_ = true;
};

/// Why the case cannot be played here, or "".
std::string missing_need(const Case& written, const Stage& stage,
                         const std::vector<std::string>& features) {
  for (const Section& section : written.sections) {
    if (section.name != "needs") continue;
    const std::string& need = section.argument;
    if (need.starts_with("$SHARED/")) {
      if (!fs::exists(stage.shared() / need.substr(8))) return need;
    } else if (std::find(features.begin(), features.end(), need) == features.end()) {
      return need;
    }
  }
  return "";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) stop("usage: cli_driver PROGRAM CASE.txt [--rewrite] [--have FEATURE]...");
  bool rewrite = false;
  std::vector<std::string> features;
  for (int i = 3; i < argc; ++i) {
    if (std::string(argv[i]) == "--rewrite") rewrite = true;
    if (std::string(argv[i]) == "--have" && i + 1 < argc) features.push_back(argv[++i]);
  }
  fs::path file = argv[2];
  if (!fs::exists(file)) stop("no file " + file.string());
  Case written = parse(slurp(file));
  Stage stage(argv[1], SOURCE_DIR);
  if (std::string need = missing_need(written, stage, features); !need.empty()) {
    std::cout << "skipped: needs " << need << "\n";
    return rewrite ? 0 : kSkipped;
  }
  Play play(written, stage);
  if (play.perform()) return 0;
  if (!rewrite) return 1;
  spill(fs::absolute(file), print(play.actual()));
  std::cout << "rewrote " << file.string() << "\n";
  return 0;
}
