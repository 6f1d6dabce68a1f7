// The reader of replies as a benchmark's worker: `bench_repair FILE`, then commands on standard
// input.
//
// FILE holds texts, a JSON string a line. "go" reads each as a reply and answers with the
// processor's seconds and the number of texts as a line of JSON; "write PATH" writes what was read,
// a line of JSON each, `"unreadable"` where there was none. One thread.
#include <ctime>
#include <iostream>
#include <string>
#include <vector>

#include "base/files.h"
#include "base/json.h"
#include "base/text.h"
#include "prompt/reply.h"

namespace {

using namespace generator;

double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

}  // namespace

int main(int argc, char** argv) {
  const auto file = argc == 2 ? read_file(argv[1]) : fail(ErrorKind::kWrongUse, "");
  if (!file) {
    std::cerr << "usage: bench_repair FILE\n" << file.error().message << "\n";
    return 2;
  }
  std::vector<std::string> texts;
  for (const std::string_view line : text::split(*file, '\n'))
    if (const auto text = json::Document::parse(line); text && text->root().is_string())
      texts.emplace_back(text->root().text());
  std::vector<Result<prompt::Reply>> replies;
  for (std::string line; std::getline(std::cin, line);) {
    if (line == "go") {
      replies.clear();
      replies.reserve(texts.size());
      const double begin = processor_seconds();
      for (const std::string& text : texts) replies.push_back(prompt::read_reply(text));
      std::cout << "{\"seconds\":" << processor_seconds() - begin << ",\"texts\":" << texts.size()
                << "}" << std::endl;
    } else if (line.starts_with("write ")) {
      std::string rows;
      for (const auto& reply : replies)
        rows += (reply ? text::replace_all(std::string(reply->json.root().raw()), "\n", " ")
                       : std::string("\"unreadable\"")) +
                "\n";
      const Status written = write_file(line.substr(6), rows);
      std::cout << (written ? "{}" : "{\"error\":" + json::quote(written.error().message) + "}")
                << std::endl;
    }
  }
  return 0;
}
