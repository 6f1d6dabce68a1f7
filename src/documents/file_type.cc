#include "documents/file_type.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace generator::documents {
namespace {

using text::contains;

struct Extension {
  std::string_view name;
  DocumentType type;
  std::string_view language = "";
};

constexpr auto kCode = DocumentType::kCode;
constexpr std::array kExtensions = {
    Extension{"md", DocumentType::kMarkdown},
    Extension{"markdown", DocumentType::kMarkdown},
    Extension{"mkd", DocumentType::kMarkdown},
    Extension{"mdx", DocumentType::kMarkdown},
    Extension{"qmd", DocumentType::kMarkdown},
    Extension{"html", DocumentType::kHtml},
    Extension{"htm", DocumentType::kHtml},
    Extension{"xhtml", DocumentType::kHtml},
    Extension{"txt", DocumentType::kText},
    Extension{"text", DocumentType::kText},
    Extension{"rst", DocumentType::kText},
    Extension{"adoc", DocumentType::kText},
    Extension{"org", DocumentType::kText},
    Extension{"pdf", DocumentType::kPdf},
    Extension{"docx", DocumentType::kDocx},
    Extension{"epub", DocumentType::kEpub},
    Extension{"c", kCode, "c"},
    Extension{"h", kCode, "c"},
    Extension{"cc", kCode, "cpp"},
    Extension{"cpp", kCode, "cpp"},
    Extension{"cxx", kCode, "cpp"},
    Extension{"hh", kCode, "cpp"},
    Extension{"hpp", kCode, "cpp"},
    Extension{"hxx", kCode, "cpp"},
    Extension{"ipp", kCode, "cpp"},
    Extension{"tcc", kCode, "cpp"},
    Extension{"cu", kCode, "cpp"},
    Extension{"py", kCode, "python"},
    Extension{"pyi", kCode, "python"},
    Extension{"rs", kCode, "rust"},
    Extension{"go", kCode, "go"},
    Extension{"java", kCode, "java"},
    Extension{"js", kCode, "javascript"},
    Extension{"mjs", kCode, "javascript"},
    Extension{"cjs", kCode, "javascript"},
    Extension{"jsx", kCode, "javascript"},
    Extension{"sh", kCode, "shell"},
    Extension{"bash", kCode, "shell"},
    Extension{"zsh", kCode, "shell"},
    Extension{"ts", kCode, "typescript"},
    Extension{"tsx", kCode, "typescript"},
    Extension{"rb", kCode, "ruby"},
    Extension{"pl", kCode, "perl"},
    Extension{"pm", kCode, "perl"},
    Extension{"php", kCode, "php"},
    Extension{"lua", kCode, "lua"},
    Extension{"r", kCode, "r"},
    Extension{"jl", kCode, "julia"},
    Extension{"cs", kCode, "csharp"},
    Extension{"kt", kCode, "kotlin"},
    Extension{"swift", kCode, "swift"},
    Extension{"scala", kCode, "scala"},
    Extension{"f90", kCode, "fortran"},
    Extension{"f95", kCode, "fortran"},
    Extension{"f03", kCode, "fortran"},
    Extension{"f", kCode, "fortran"},
    Extension{"for", kCode, "fortran"},
    Extension{"sql", kCode, "sql"},
    Extension{"hs", kCode, "haskell"},
    Extension{"ml", kCode, "ocaml"},
    Extension{"ex", kCode, "elixir"},
    Extension{"exs", kCode, "elixir"},
    Extension{"erl", kCode, "erlang"},
    Extension{"clj", kCode, "clojure"},
    Extension{"zig", kCode, "zig"},
    Extension{"m", kCode, "matlab"},
};

constexpr std::array<std::pair<std::string_view, std::string_view>, 9> kInterpreters = {
    {{"python", "python"},
     {"bash", "shell"},
     {"zsh", "shell"},
     {"sh", "shell"},
     {"node", "javascript"},
     {"perl", "perl"},
     {"ruby", "ruby"},
     {"Rscript", "r"},
     {"lua", "lua"}}};

std::string_view name_of(std::string_view path) { return path.substr(path.rfind('/') + 1); }

std::string extension_of(std::string_view path) {
  const std::string_view name = name_of(path);
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos || dot == 0 ? "" : text::to_lower(name.substr(dot + 1));
}

std::optional<FileType> by_shebang(std::string_view head) {
  if (!head.starts_with("#!")) return std::nullopt;
  const std::string_view line = head.substr(0, head.find('\n'));
  for (const auto& [program, language] : kInterpreters)
    if (contains(line, std::string("/") + std::string(program)) ||
        contains(line, std::string(" ") + std::string(program)))
      return FileType{kCode, std::string(language)};
  return std::nullopt;
}

bool is_cpp(std::string_view head) {
  for (const std::string_view sign :
       {"\nclass ", "\nnamespace ", "template <", "template<", "std::", "public:", "-*- C++ -*-",
        "#include <string>", "#include <vector>"})
    if (contains(head, sign)) return true;
  return false;
}

}  // namespace

std::optional<FileType> file_type(std::string_view path, std::string_view head) {
  const std::string extension = extension_of(path);
  for (const Extension& known : kExtensions) {
    if (known.name != extension) continue;
    FileType found{known.type, std::string(known.language)};
    if (extension == "h" && is_cpp(head)) found.language = "cpp";
    return found;
  }
  if (head.starts_with("%PDF-")) return FileType{DocumentType::kPdf, ""};
  if (const auto found = by_shebang(head)) return found;
  const std::string start = text::to_lower(text::trim(head.substr(0, 256)));
  if (start.starts_with("<!doctype html") || start.starts_with("<html"))
    return FileType{DocumentType::kHtml, ""};
  if (contains(head.substr(0, 512), "-*- C++ -*-")) return FileType{kCode, "cpp"};
  if (extension.empty() && !is_binary(head)) return FileType{DocumentType::kText, ""};
  return std::nullopt;
}

std::string_view left_out_by_name(std::string_view path) {
  constexpr std::array<std::string_view, 13> kLocks = {
      "package-lock.json", "npm-shrinkwrap.json", "yarn.lock",    "pnpm-lock.yaml",
      "Cargo.lock",        "poetry.lock",         "Pipfile.lock", "uv.lock",
      "Gemfile.lock",      "composer.lock",       "go.sum",       "flake.lock",
      "mix.lock"};
  constexpr std::array<std::string_view, 9> kCi = {"Jenkinsfile",
                                                   "appveyor.yml",
                                                   "azure-pipelines.yml",
                                                   ".gitlab-ci.yml",
                                                   ".travis.yml",
                                                   "bitbucket-pipelines.yml",
                                                   "codecov.yml",
                                                   ".pre-commit-config.yaml",
                                                   "tox.ini"};
  const std::string_view name = name_of(path);
  if (std::find(kLocks.begin(), kLocks.end(), name) != kLocks.end()) return "lock file";
  if (std::find(kCi.begin(), kCi.end(), name) != kCi.end()) return "CI configuration";
  if (contains(path, ".github/") || contains(path, ".circleci/")) return "CI configuration";
  const std::string lower = text::to_lower(name);
  for (const std::string_view word : {"license", "licence", "copying", "copyright", "notice"})
    if (lower == word ||
        (lower.starts_with(word) && (lower[word.size()] == '.' || lower[word.size()] == '-')))
      return extension_of(path) == "py" || extension_of(path) == "c" ? "" : "licence text";
  if (contains(lower, ".min.")) return "minified";
  return "";
}

bool is_binary(std::string_view head) {
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return false;
  std::size_t controls = 0;
  for (const char c : head) {
    if (c == '\0') return true;
    if (static_cast<unsigned char>(c) < 0x20 && !text::is_space(c) && c != 0x1B) ++controls;
  }
  return controls * 10 > head.size();
}

}  // namespace generator::documents
