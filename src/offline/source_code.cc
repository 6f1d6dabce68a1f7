// Questions about a definition that a comment explains.
//
// What the comment tells is what is asked for: parameters, results, errors, an example, the fields
// of a structure; and only its first sentence, where it has nothing else: "What does ... do?",
// "Which function in `x.c` returns ...?". Of several that could be asked the place of the
// definition chooses, so that a file is not asked one question all over.
#include <algorithm>

#include "base/files.h"
#include "base/text.h"
#include "measure/doc_comment.h"
#include "measure/passage.h"
#include "offline/definition.h"
#include "offline/question.h"

namespace generator::offline {
namespace {

struct Asked {
  std::string question;
  std::string_view pattern;
};

bool says_something(std::string_view comment) {
  const auto words = text::words(comment);
  if (words.size() < 6) return false;
  std::size_t plain = 0;
  for (const auto word : words)
    if (text::is_alpha(word[0]) && word.size() > 1) ++plain;
  const std::string lower = text::to_lower(comment);
  for (const std::string_view noise : {"copyright",
                                       "license",
                                       "todo",
                                       "fixme",
                                       "xxx",
                                       "hack",
                                       "all rights reserved",
                                       "deprecated",
                                       "----",
                                       "****",
                                       "====",
                                       "see above",
                                       "as above",
                                       "see below",
                                       "ditto",
                                       "auto-generated",
                                       "the following ",
                                       "same as ",
                                       " above",
                                       " below",
                                       "created by",
                                       "author:",
                                       "@author",
                                       "programmer:"})
    if (text::contains(lower, noise)) return false;
  return plain * 10 >= words.size() * 6;
}

/// Formats whose lines look like definitions and are none.
bool has_definitions(std::string_view language) {
  static constexpr std::string_view kWithout[] = {"yaml", "json", "cmake", "xml",  "ini",
                                                  "toml", "make", "cmd",   "text", "csv"};
  return std::find(std::begin(kWithout), std::end(kWithout), language) == std::end(kWithout);
}

/// The file that the code stands in; "" where that is a document which quotes code of many files.
std::string code_file(const Chunk& chunk) {
  const std::string extension = file_extension(chunk.source);
  for (const std::string_view document :
       {".md", ".markdown", ".txt", ".rst", ".html", ".htm", ".pdf"})
    if (extension == document) return "";
  return file_name(chunk.source);
}

/// How often a line of `words` begins with one of `marks`.
std::size_t count_lines(std::string_view words, std::initializer_list<std::string_view> marks) {
  std::size_t count = 0;
  for (const auto line : text::lines(words))
    for (const std::string_view mark : marks)
      if (text::trim(line).starts_with(mark)) {
        ++count;
        break;
      }
  return count;
}

std::string first_sentence(std::string_view words) {
  std::string paragraph;
  for (const auto line : text::lines(words)) {
    if (text::trim(line).empty() && !paragraph.empty()) break;
    if (!paragraph.empty()) paragraph += ' ';
    paragraph += text::trim(line);
  }
  if (paragraph.empty()) return "";
  paragraph.resize(measure::sentence_ends(paragraph)[0]);
  return std::string(text::trim(paragraph));
}

/// Parameters that the comment explains one by one.
std::size_t parameters_told(std::string_view words) {
  std::size_t count = count_lines(words, {"@param", "\\param", ":param "});
  bool inside = false;
  for (const auto line : text::lines(words)) {
    const auto s = text::trim(line);
    if (s == "Args:" || s == "Arguments:" || s == "Parameters:") {
      inside = true;
    } else if (s.empty() || s.ends_with(':')) {
      inside = inside && s.empty() && false;
    } else if (inside) {
      const std::size_t colon = std::min(s.find(": "), s.find(" -- "));
      count += colon < 30 ? 1 : 0;
    }
  }
  return count;
}

/// Fields or values with a comment of their own, in the body of a type.
std::size_t members_told(std::string_view code, std::string_view words) {
  std::size_t count = 0;
  for (const auto line : text::lines(code)) {
    const auto s = text::trim(line);
    const bool told =
        s.find("//") != std::string_view::npos || s.find("/*") != std::string_view::npos;
    count += told ? 1 : 0;
  }
  std::size_t listed = 0;
  for (const auto line : text::lines(words)) {
    const auto s = text::trim(line);
    listed += s.starts_with('@') && s.find(':') != std::string_view::npos ? 1 : 0;
  }
  return std::max(count, listed);
}

/// "returns the number of blocks" of "Returns the number of blocks in `x`.": a verb in the third
/// person and what it acts on, if that can be read without the code.
std::string deed(const Page& page, const Definition& definition, std::string_view sentence) {
  const Sentence s = read_sentence(plain_text(sentence));
  if (s.size() < 4) return "";
  std::size_t at = 0;
  std::string_view name = definition.name;
  if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos)
    name = name.substr(dot + 1);
  if (text::to_lower(name) == s[0].lower || s[0].lower == text::to_lower(name) + "()") {
    if (s[1].is(kVerbThird | kBe) || !s[0].is(kVerbBase)) ++at;  // "Write bytes" is no name
  }
  if (s[at].verb == nullptr || s[at].after != 0 || !s[at].is(kVerbBase | kVerbThird)) return "";
  static constexpr std::string_view kVague[] = {"be",   "do",     "use",  "see",  "make",
                                                "note", "call",   "let",  "help", "implement",
                                                "like", "handle", "work", "test"};
  for (const auto verb : kVague)
    if (s[at].verb->base == verb) return "";
  std::size_t end = clause_end(s, at, ",;:.-");
  for (std::size_t i = at + 1; i < end; ++i)
    if (s[i].lower == "if" || s[i].lower == "when" || s[i].lower == "because" ||
        s[i].lower == "unless" || s[i].lower == "so" || s[i].lower == "and") {
      end = i;
      break;
    }
  if (end < at + 4 || end > at + 16 || s[at + 1].is(kPreposition | kConjunction)) return "";
  for (std::size_t i = at + 1; i < end; ++i) {
    const bool letter = s[i].text.size() == 1 && s[i].lower != "a";  // a parameter: "object b"
    if (s[i].lower == text::to_lower(name) || letter || s[i].text == "Note" || s[i].text == "NOTE")
      return "";
  }
  const auto object = page.topic.phrase(s, {at + 1, end});
  return object ? s[at].verb->third + " " + *object : "";
}

enum class Manner : unsigned char { kActs, kNames, kNeither };

/// "Reads ..." tells what a function does, "Handler for ..." what it is; "Only works before ..."
/// tells neither.
Manner manner_of(const Definition& definition, std::string_view sentence) {
  const Sentence s = read_sentence(plain_text(sentence));
  if (s.size() < 3) return Manner::kNeither;
  std::string lower = text::to_lower(definition.name);
  lower.erase(0, lower.rfind('.') + 1);
  const bool named = s[0].lower == lower || s[0].lower == lower + "()";
  std::size_t at = named && (s[1].is(kVerbThird | kBe) || !s[0].is(kVerbBase)) ? 1 : 0;
  if (at + 1 < s.size() && s[at].lower.ends_with("ly") && s[at].lower != "only" &&
      s[at + 1].is(kVerbBase | kVerbThird))
    ++at;
  if (s[at].is(kVerbBase | kVerbThird)) return Manner::kActs;
  if (s[at].classes == 0 && at + 1 < s.size() && s[at + 1].is(kDeterminer))
    return Manner::kActs;                        // "Serializes the rows"
  if (s[at].is(kPreposition | kSubordinator)) {  // "On success, parses ...", "If x, returns ..."
    for (std::size_t i = at + 1; i + 1 < s.size(); ++i)
      if (s[i].after == ',' && s[i + 1].is(kVerbBase | kVerbThird)) return Manner::kActs;
    return Manner::kNeither;
  }
  if (s[at].is(kDemonstrative)) return Manner::kActs;  // "This function returns ..."
  return s[at].is(kAdverb | kPronoun | kSelf | kConjunction | kNot | kBe | kModal | kHave |
                  kConnective)
             ? Manner::kNeither
             : Manner::kNames;
}

std::vector<Asked> about_function(const Page& page, const Definition& definition,
                                  const measure::DocComment& comment, const std::string& subject,
                                  const std::string& file) {
  std::vector<Asked> out;
  const std::string_view words = comment.words;
  if (parameters_told(words) >= 2)
    out.push_back({"which parameters does " + subject + " take, and what is each one for",
                   "code-parameters"});
  if (count_lines(words, {"# Panics"}) > 0)
    out.push_back({"when does " + subject + " panic", "code-panics"});
  if (count_lines(words, {"# Errors"}) > 0)
    out.push_back({"when does " + subject + " return an error", "code-errors"});
  bool told = count_lines(words, {"Raises:"}) > 0;
  for (const auto line : text::lines(words))
    for (const std::string_view tag : {":raises ", ":raise ", "@throws", "@exception", "\\throws"})
      told = told || (text::trim(line).starts_with(tag) && text::words(line).size() > 4);
  if (told) out.push_back({"which errors can " + subject + " raise, and when", "code-errors"});
  if (count_lines(words, {"# Safety"}) > 0)
    out.push_back(
        {"what must a caller of " + subject + " guarantee for it to be safe", "code-safety"});
  if (count_lines(words, {">>> ", "```", "Example:", "Example::", "Examples:", "Usage:"}) > 0)
    out.push_back({"how do you use " + subject, "code-use"});
  const std::string summary = first_sentence(words);
  const std::string lower = text::to_lower(summary);
  if (count_lines(words, {"@return", "\\return", ":return", "Returns:", "Returns ", "Return "}) > 0)
    out.push_back({"what does " + subject + " return", "code-returns"});
  if (lower.starts_with("called ") || lower.starts_with("invoked "))
    out.push_back({"when is " + subject + " called", "code-when"});
  const std::string done = deed(page, definition, summary);
  if (!done.empty() && !file.empty())
    out.push_back({"which " + definition.noun + " in `" + file + "` " + done, "code-which"});
  if (out.empty() || page.turn(summary.size(), out.size() + 1) == 0) {
    const Manner manner = manner_of(definition, summary);
    if (manner == Manner::kActs)
      out.insert(out.begin(), {"what does " + subject + " do", "code-does"});
    if (manner == Manner::kNames)
      out.insert(out.begin(), {"what is " + subject + " for", "code-for"});
  }
  return out;
}

std::vector<Asked> about_type(const Definition& definition, const measure::DocComment& comment,
                              const std::string& subject) {
  std::vector<Asked> out;
  const std::size_t members = members_told(comment.code, comment.words);
  if (members >= 3 && definition.noun == "structure")
    out.push_back(
        {"which fields does " + subject + " have, and what is each one for", "code-fields"});
  if (members >= 3 && definition.noun == "enumeration")
    out.push_back(
        {"which values does " + subject + " have, and what does each one mean", "code-values"});
  if (count_lines(comment.words, {">>> ", "```", "Example:", "Example::", "Examples:", "Usage:"}) >
      0)
    out.push_back({"how do you use " + subject, "code-use"});
  if (out.empty()) {
    const std::string lower = text::to_lower(first_sentence(comment.words));
    const std::string is = text::to_lower(definition.name) + " is a";
    const bool is_a = lower.starts_with("a ") || lower.starts_with("an ") ||
                      lower.starts_with(is + " ") || lower.starts_with(is + "n ");
    if (definition.noun == "constant")
      out.push_back({"what does " + subject + " stand for", "code-constant"});
    else if (is_a)
      out.push_back({"what is " + subject, "code-is"});
    else
      out.push_back({"what is " + subject + " for", "code-for"});
  }
  return out;
}

/// Without a file to name, "the function `main`" could be any.
bool is_distinctive(std::string_view name) {
  return name.size() >= 8 && (name.find('_') != std::string_view::npos ||
                              std::any_of(name.begin() + 1, name.end(), text::is_upper));
}

/// More than one definition with a comment of its own: the answer would speak of several things.
bool holds_several(std::string_view code) {
  const auto lines = text::lines(code);
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto line = lines[i];
    if (line.starts_with("#define ") && lines[0].starts_with("#define ")) return true;
    if (line.starts_with("///") || line.starts_with("/**") || line.starts_with("// ") ||
        line.starts_with("/* "))
      return true;
  }
  return false;
}

}  // namespace

void ask_source_code(const Page& page, AnswerLength length, Candidates& out) {
  if (!has_definitions(page.chunk.language)) return;
  const std::string file = code_file(page.chunk);
  for (std::size_t i = 0; i < page.passage.units.size(); ++i) {
    const auto comment = measure::read_doc_comment(page.passage.text_of(page.unit(i)));
    if (!comment || !says_something(comment->words) || holds_several(comment->code)) continue;
    const auto definition = read_definition(comment->code, page.chunk.language);
    if (!definition || (file.empty() && !is_distinctive(definition->name))) continue;
    const std::string where = file.empty() ? "" : " in `" + file + "`";
    const std::string subject = "the " + definition->noun + " `" + definition->name + "`" + where;
    const auto asked = definition->is_function()
                           ? about_function(page, *definition, *comment, subject, file)
                           : about_type(*definition, *comment, subject);
    if (asked.empty()) continue;
    // The first that stands, from a place that turns with the definition.
    const std::size_t first = page.turn(i, asked.size());
    const std::size_t before = out.size();
    for (std::size_t k = 0; k < asked.size() && out.size() == before; ++k) {
      const Asked& one = asked[(first + k) % asked.size()];
      propose(page, length, {one.question, "api", one.pattern, 1.0, {i, i + 1}, true}, out);
    }
  }
}

}  // namespace generator::offline
