#include "cli/style_settings.h"

#include <fmt/format.h>

#include "base/files.h"
#include "base/text.h"
#include "cli/session.h"
#include "store/example_file.h"

namespace generator::cli {
namespace {

std::string style_text(const Settings& settings, const char* field) {
  return settings.config().text(fmt::format("data.{}", field));
}

// A path of config.yaml is meant from where that file stands.
std::string beside_config(const Settings& settings, const std::string& path) {
  return path.empty() || path[0] == '/' ? path
                                        : parent_directory(settings.config().path()) + "/" + path;
}

}  // namespace

qa::Style read_style(const Settings& settings) {
  qa::Style style;
  style.language = style_text(settings, "language");
  style.audience = style_text(settings, "audience");
  style.domain = style_text(settings, "domain");
  style.tone = style_text(settings, "tone");
  const std::string markdown = style_text(settings, "markdown");
  if (!markdown.empty() && markdown != "true" && markdown != "false")
    throw Fatal(kWrongUseExit, fmt::format("{}: `data.markdown` is true or false, not `{}`",
                                           settings.config().path(), markdown));
  style.markdown = markdown != "false";
  std::tie(style.min_words, style.max_words) = settings.range("--answer-words", 1);
  if (settings.maybe("--turns"))
    std::tie(style.min_turns, style.max_turns) = settings.range("--turns", 2);
  style.min_support = settings.number("--min-support", 0, 1);
  return style;
}

qa::QuestionMix read_mix(const Settings& settings) {
  const std::string text = settings.text("--question-mix");
  if (!text.empty() && settings.maybe("--turns"))
    throw Fatal(kWrongUseExit, "--question-mix counts questions that stand alone, --turns makes "
                               "them follow each other; give one of them");
  return text.empty() ? qa::QuestionMix() : must(qa::QuestionMix::read(text));
}

std::vector<std::string> read_personas(const Settings& settings) {
  std::vector<std::string> out;
  const std::string path = style_text(settings, "personas");
  if (path.empty()) return out;
  const std::string content = must(read_file(beside_config(settings, path)));
  for (const auto line : text::lines(content))
    if (!text::trim(line).empty()) out.emplace_back(text::trim(line));
  if (out.empty())
    throw Fatal(kWrongUseExit, fmt::format("`data.personas`: `{}` has no lines", path));
  return out;
}

qa::Seeds read_seeds(const Settings& settings, std::uint64_t seed) {
  const std::string path = style_text(settings, "seeds");
  if (path.empty()) return {};
  ExampleReader reader = must(ExampleReader::open(beside_config(settings, path)));
  std::vector<QaPair> rows;
  ExampleRow row;
  while (must(reader.next(row))) rows.push_back(must(std::move(row.example)).pair());
  return must(qa::Seeds::make(std::move(rows), seed));
}

}  // namespace generator::cli
