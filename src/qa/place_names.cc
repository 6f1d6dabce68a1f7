#include "qa/place_names.h"

#include <algorithm>

#include "base/text.h"

namespace generator::qa {
namespace {

using Kind = PlaceName::Kind;

// Headings, files and folders that every project has; between spaces.
constexpr std::string_view kCommon =
    " about advanced announcement api apis app appendix apps archive argument arguments article "
    "asset assets background basic basics benchmark benchmarks bin blob blog build builtin "
    "builtins changelog chapter class classes cli client cmd code command commands common "
    "conclusion config configs configuration constructor content contents contributing core "
    "data default demo dependencies description detail details dev develop developer developers "
    "doc docs document documentation en environment example examples experiment experiments faq "
    "feature features file files format function functions further general getting github "
    "gitlab guide guides help helper helpers home homepage how howto html http https include "
    "index info information init input install installation instructions intro introduction io "
    "issues job known latest lib library libs licence license limitations links main man manual "
    "master method methods misc model module modules more news next note notes optional options "
    "other output outputs overview package packages page pages param parameter parameters "
    "params part pipeline pipelines pkg plugin plugins post preface prerequisite prerequisites "
    "principles programming project projects public purpose quick quickstart reading readme "
    "reference references related release remarks repo required requirement requirements "
    "resources result results return returns sample samples script scripts section see server "
    "settings setup site software source sources spec src stable start started step steps "
    "structure summary support syntax table task tasks test testing tests text tips tmp todo "
    "tool tools topics troubleshooting tutorial tutorials type types unit unittest usage use "
    "used user users using util utilities utility utils value values version view web wiki work "
    "workflow workflows www you your ";
constexpr std::string_view kSmall =
    " a an and at by for from in into is it its of on or our the this to with what when where why ";
// "Other datatypes" is what its neighbours are not.
constexpr std::string_view kRest = " additional advanced basic common miscellaneous other special ";
// "Create a file" says what to do, not what it is about.
constexpr std::string_view kVerbs =
    " add append apply build call change check choose clean clone compile configure connect "
    "convert copy create define delete deploy destroy download edit enable export find fix "
    "generate get give import install launch learn list load make manage modify monitor move "
    "open prepare print read remove rename reset run save see select send set show specify "
    "start stop submit switch test try understand uninstall update upgrade use verify view "
    "write ";

bool has(std::string_view list, std::string_view word) {
  return text::contains(list, " " + std::string(word) + " ");
}

// Letters and digits; "gray_scott" is two words.
std::vector<std::string> folded(std::string_view s) {
  std::string spaced = text::to_lower(s);
  for (char& c : spaced)
    if (!text::is_word(c) || c == '_') c = ' ';
  std::vector<std::string> out;
  for (const auto word : text::words(spaced)) out.emplace_back(word);
  return out;
}

bool has_letter(std::string_view s) {
  return std::ranges::any_of(
      s, [](char c) { return text::is_word(c) && !text::is_digit(c) && c != '_'; });
}

// A word that tells this place from others: not common, no number or version, not asked already.
bool says_something(const std::vector<std::string>& words, const std::vector<std::string>& asked) {
  return std::ranges::any_of(words, [&](const std::string& word) {
    const bool is_version = word.size() > 1 && word[0] == 'v' && !has_letter(word.substr(1));
    return word.size() >= 2 && has_letter(word) && !is_version && !has(kCommon, word) &&
           !has(kSmall, word) && std::ranges::find(asked, word) == asked.end();
  });
}

// "3.1 Gray-Scott (simulation):" is "Gray-Scott".
std::string tidied(std::string_view heading) {
  std::string_view s = text::trim(heading);
  while (!s.empty() && text::contains("#*_0123456789.) ", s.substr(0, 1))) {
    const bool is_number = text::is_digit(s[0]);
    const std::size_t end = s.find_first_not_of("0123456789.");
    if (is_number && (end == std::string_view::npos || s[end] != ' ')) break;  // "3D plots"
    s.remove_prefix(is_number ? end : 1);
  }
  if (const auto at = s.find(" ("); at != std::string_view::npos) s = s.substr(0, at);
  while (!s.empty() && text::contains(":*_#. ", s.substr(s.size() - 1))) s.remove_suffix(1);
  return std::string(s);
}

bool is_title(std::string_view s, const std::vector<std::string>& asked) {
  const auto words = folded(s);
  if (words.empty() || text::words(s).size() > 4 || text::length(s) > 40) return false;
  if (s.find_first_of(",;:?![]{}<>\"|=$\n") != std::string_view::npos) return false;
  const std::string& first = words.front();
  const bool is_doing = first.size() > 5 && first.ends_with("ing");
  if (is_doing || has(kVerbs, first) || has(kSmall, first) || has(kRest, first)) return false;
  return says_something(words, asked);
}

std::vector<std::string> path_parts(std::string_view source) {
  std::string path = text::replace_all(source, "\\", "/");
  path = path.substr(0, path.find_first_of("?#"));
  if (const auto at = path.find("://"); at != std::string::npos) path.erase(0, at + 3);
  std::vector<std::string> out;
  for (const auto part : text::split(path, '/'))
    if (!part.empty() && !part.ends_with(':') && part != "." && part != "..")
      out.emplace_back(part);
  return out;
}

std::string_view stem_of(std::string_view file) {
  const auto dot = file.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? file : file.substr(0, dot);
}

std::string in_code_font(std::string_view s) {
  return text::contains(s, "`") ? std::string() : "`" + std::string(s) + "`";
}

class Names {
 public:
  explicit Names(std::string_view question)
      : question_(text::to_lower(question)), asked_(folded(question)) {}

  void add_headings(const HeadingPath& headings) {
    for (auto heading = headings.rbegin(); heading != headings.rend(); ++heading)
      if (const std::string title = tidied(*heading); is_title(title, asked_))
        add(title, Kind::kHeading);
  }

  void add_definitions(const HeadingPath& headings) {
    for (const auto& heading : headings)
      if (text::words(heading).size() == 1 && says_something(folded(heading), asked_))
        add(heading.front() == '`' ? heading : in_code_font(heading), Kind::kDefinition);
  }

  void add_path(const std::vector<std::string>& parts, bool is_code) {
    if (parts.empty()) return;
    const Kind kind = is_code ? Kind::kFile : Kind::kDocument;
    const std::string& file = parts.back();
    if (says_something(folded(stem_of(file)), asked_)) add(in_code_font(file), kind);
    if (!is_code)
      for (std::size_t i = parts.size() - 1; i-- > 0;)
        if (!text::contains(parts[i], ".") && says_something(folded(parts[i]), asked_))
          add(in_code_font(parts[i]), Kind::kFolder);
    std::string end = file;
    bool is_telling = says_something(folded(stem_of(file)), asked_);
    for (std::size_t i = parts.size() - 1; i-- > 0;) {
      end = parts[i] + "/" + end;
      is_telling = is_telling || says_something(folded(parts[i]), asked_);
      if (is_telling) add(in_code_font(end), kind);
    }
  }

  std::vector<PlaceName> take() { return std::move(names_); }

 private:
  void add(std::string name, Kind kind) {
    const bool is_said = text::contains(question_, text::to_lower(name));
    if (!name.empty() && !is_said) names_.push_back({std::move(name), kind});
  }

  std::string question_;
  std::vector<std::string> asked_;
  std::vector<PlaceName> names_;
};

bool is_code_file(std::string_view file) {
  constexpr std::string_view kText =
      " adoc htm html json markdown md mdx org pdf rst tex txt xml yaml yml ";
  const auto dot = file.rfind('.');
  return dot != std::string_view::npos && dot > 0 && dot + 1 < file.size() &&
         !has(kText, text::to_lower(file.substr(dot + 1)));
}

}  // namespace

std::vector<PlaceName> place_names(std::string_view question, const HeadingPath& headings,
                                   std::string_view source, bool is_code) {
  const auto parts = path_parts(source);
  const bool is_in_code = is_code || (!parts.empty() && is_code_file(parts.back()));
  Names names(question);
  if (is_in_code)
    names.add_definitions(headings);
  else
    names.add_headings(headings);
  names.add_path(parts, is_in_code);
  return names.take();
}

}  // namespace generator::qa
