// Sentences and the questions that they must, and must not, bring about.
#include <gtest/gtest.h>

#include <span>

#include "offline/asking.h"

namespace generator::offline {
namespace {

using Family = void (*)(const Page&, AnswerLength, Candidates&);

struct Case {
  std::string_view text;      // of a section "Working with Datasets" in "ACME5 Datasets"
  std::string_view question;  // of the family's first candidate; "": the family must not ask
};

std::string first_question(Family family, std::string_view text, const HeadingPath& headings) {
  Chunk chunk;
  chunk.id = "acme:1";
  chunk.source = "acme.md";
  chunk.headings = headings;
  chunk.text = std::string(text) + "\n";
  const Page page(chunk);
  Candidates out;
  family(page, AnswerLength{1, 250}, out);
  return out.empty() ? "" : out.front().question;
}

void check(Family family, std::span<const Case> cases) {
  for (const Case& row : cases)
    EXPECT_EQ(first_question(family, row.text, {"ACME5 Datasets", "Working with Datasets"}),
              row.question)
        << row.text;
}

TEST(Definitions, AreAskedForWhereASentenceDefines) {
  static constexpr Case kCases[] = {
      {"A dataset is an array of elements that have one type.", "What is a dataset in ACME5?"},
      {"An ACME5 dataset is a table that a file holds.", "What is an ACME5 dataset?"},
      {"A soft link is an object that holds the path of another object.",
       "What is a soft link in ACME5?"},
      {"Symbolic links are objects that give a name to a path.",
       "What are symbolic links in ACME5?"},
      {"The storage layout is the way in which the elements of a dataset lie in a file.",
       "What is the storage layout in ACME5?"},
      {"A hyperslab is a regular block of elements selected from a grid.",
       "What is a hyperslab in ACME5?"},
      {"A region is defined as a set of points inside a dataset.", "What is a region in ACME5?"},
      {"It is an array of elements that have one type.", ""},
      {"This dataset is an array of elements that have one type.", ""},
      {"The result is a table that lists every dataset of the file.", ""},
      {"The second dataset is an array of elements of one type.", ""},
      {"A dataset is large.", ""},
      {"The reason is a limit of the operating system that cannot be changed.", ""},
      {"`buf` is the buffer into which the elements are read by the call.", ""},
      {"A dataset is a good example of what a file may hold.", ""},
      {"A dataset was an array of elements in the first release of the library.", ""},
  };
  check(ask_definitions, kCases);
}

TEST(Definitions, ComeAtMostOnceASection) {
  Chunk chunk;
  chunk.id = "acme:1";
  chunk.headings = {"ACME5 Datasets"};
  chunk.text =
      "A dataset is an array of elements that have one type. A group is a folder that holds "
      "datasets.\n\nA link is a name that leads to an object in the file.\n";
  const Page page(chunk);
  Candidates out;
  ask_definitions(page, {1, 250}, out);
  EXPECT_EQ(out.size(), 1U);
}

TEST(Lists, KeepTheStateInAQuestionAboutConditions) {
  const std::string_view text =
      "A group will be created in the compact format only when one or more of the following "
      "conditions is met:\n\n- the low bound is 1.8 or later\n- creation order is tracked";
  const std::string question = first_question(ask_lists, text, {"ACME5 Groups"});
  EXPECT_TRUE(question.find("a group be created in the compact format") != std::string::npos)
      << question;
}

TEST(HowTo, AsksForWhatASentenceTeaches) {
  static constexpr Case kCases[] = {
      {"To create a dataset, call `A5Dcreate` with its name.",
       "How can you create a dataset in ACME5?"},
      {"In order to delete a link, use the `A5Ldelete` function.",
       "How can you delete a link in ACME5?"},
      {"A link can be removed with an `A5Ldelete` call.", "How can a link be removed in ACME5?"},
      {"A dataset is copied by calling `A5Ocopy` on its parent.",
       "How is a dataset copied in ACME5?"},
      {"You can shrink a file by running the `a5repack` tool on it.",
       "How can you shrink a file in ACME5?"},
      {"Use the `A5Aiterate` function to visit all attributes of an object.",
       "In ACME5, which function do you use to visit all attributes of an object?"},
      {"To ensure integrity and to release memory, close every dataset.",
       "How can you ensure integrity and release memory in ACME5?"},
      {"To do this, call `A5Dcreate` with its name.", ""},
      {"To create it, call `A5Dcreate` with its name.", ""},
      {"To summarize, the dataset holds the elements of the array.", ""},
      {"To open the file created above, call `A5Fopen` with its name.", ""},
      {"Use this function to visit them.", ""},
      {"A link cannot be removed with an `A5Ldelete` call.", ""},
      {"Dataset1 is associated with the group by means of a link.", ""},
      {"This can be changed with the `A5Pset` function.", ""},
      {"The example below shows how to create a dataset by calling `A5Dcreate`.", ""},
  };
  check(ask_how_to, kCases);
}

TEST(Reasons, AskWhyWhereASentenceSaysWhy) {
  static constexpr Case kCases[] = {
      {"Attributes cannot be shared because they live in the header of their object.",
       "Why can attributes not be shared in ACME5?"},
      {"Because attributes are small, the library keeps them in memory.", ""},
      {"The header is locked so that readers can trust its checksum.", ""},
      {"Datasets are chunked so that users can extend them at any time.",
       "Why are datasets chunked in ACME5?"},
      {"A dataset is split into chunks so that programs can extend the array later on.",
       "Why is a dataset split into chunks in ACME5?"},
      {"The dataset cache is flushed to avoid the loss of data after a crash.",
       "Why is the dataset cache flushed in ACME5?"},
      {"It fails because the file is locked by another process.", ""},
      {"This is slow because every element is converted twice.", ""},
      {"Since 1.12.0, references to attributes were added to the library.", ""},
      {"The call was changed so that it broke the old programs.", ""},
      {"There are two copies because one may be damaged.", ""},
  };
  check(ask_reasons, kCases);
}

TEST(Conditions, AskWhenAndWhatHappens) {
  static constexpr Case kCases[] = {
      {"If a dataset is deleted, the library frees its chunks.",
       "In ACME5, what happens if a dataset is deleted?"},
      {"When the last link is removed, the storage of the object is reclaimed.", ""},
      {"When a file is closed, all open datasets are flushed to disk.",
       "In ACME5, what happens when a file is closed?"},
      {"If the checksum of a chunk is wrong, the read fails with an error.",
       "In ACME5, what happens if the checksum of a chunk is wrong?"},
      {"Once a dataset is opened, its chunk cache is filled from the file.",
       "What happens once a dataset is opened in ACME5?"},
      {"If you need to extend a dataset, use chunked storage.",
       "In ACME5, what should you do if you need to extend a dataset?"},
      {"When you copy a file, you should close all datasets first.",
       "In ACME5, what should you do when you copy a file?"},
      {"A group is deleted when its last link is removed.", "When is a group deleted in ACME5?"},
      {"An attribute is stored in dense form only if its size exceeds 64 KB.",
       "In ACME5, under what condition is an attribute stored in dense form?"},
      {"A dataset remains open as long as an identifier refers to it.",
       "Under what condition does a dataset remain open in ACME5?"},
      {"The call must not be made if the file is open.", ""},
      {"If it is deleted, the library frees the chunks.", ""},
      {"If this option is set, the library frees the chunks.", ""},
      {"When a dataset is created, its type must be given.", ""},
      {"If a dataset is small, it should be stored in compact form.", ""},
      {"The library has strategies for when storage is allocated in a file.", ""},
      {"A dataset is optional; if it is missing, the default is taken.", ""},
      {"A dataset is locked unless the program says otherwise in the call.", ""},
      {"If attributes are used in the file, these functions are called.", ""},
      {"When reading, every element is converted to the memory type.", ""},
  };
  check(ask_conditions, kCases);
}

TEST(Comparisons, AskForTheDifference) {
  static constexpr Case kCases[] = {
      {"Unlike datasets, attributes cannot be compressed by any filter.",
       "In ACME5, how do attributes differ from datasets?"},
      {"While hard links are counted, soft links are not counted by the library.",
       "In ACME5, what is the difference between hard links and soft links?"},
      {"A hard link points to an object, whereas a soft link points to a path.",
       "In ACME5, what is the difference between a hard link and a soft link?"},
      {"Hard links are counted; soft links are not counted.",
       "In ACME5, what is the difference between hard links and soft links?"},
      {"The main difference between groups and datasets is that groups hold links.",
       "What is the main difference between groups and datasets in ACME5?"},
      {"A soft link differs from a hard link in that its target may be missing.",
       "In ACME5, how does a soft link differ from a hard link?"},
      {"Unlike these, attributes cannot be compressed by any filter.", ""},
      {"Hard links are counted; soft links are cheap.", ""},
      {"While the file is open, the file is locked by the library.", ""},
      {"Unlike before, it is an error to close a file twice.", ""},
  };
  check(ask_comparisons, kCases);
}

TEST(Lists, AreAskedForByWhatAnnouncesThem) {
  static constexpr Case kCases[] = {
      {"There are three kinds of links:\n\n- Hard links\n- Soft links\n- External links",
       "What are the three kinds of links in ACME5?"},
      {"The following steps are required to delete a dataset:\n\n1. Open the file.\n2. Remove the "
       "link.",
       "Which steps are required to delete a dataset in ACME5?"},
      {"A dataset has the following properties:\n\n- A name\n- A type",
       "Which properties does a dataset have in ACME5?"},
      {"An attribute may have any of the following types:\n\n- Integer\n- String",
       "Which types may an attribute have in ACME5?"},
      {"To read a dataset, follow these steps:\n\n1. Open the file.\n2. Call the reader.",
       "How do you read a dataset in ACME5?"},
      {"A group is converted upon any of the following events:\n\n- A link is added.\n- The file "
       "is repacked.",
       "Under what conditions is a group converted in ACME5?"},
      {"The transfer model has two phases:\n\n- Gathering\n- Writing",
       "Which two phases does the transfer model have in ACME5?"},
      {"The programming model for datasets is as follows:\n\n1. Open the file.\n2. Read it.",
       "What is the programming model for datasets in ACME5?"},
      {"This section describes the following topics:\n\n- Groups\n- Links", ""},
      {"It has the following properties:\n\n- A name\n- A type", ""},
      {"A dataset is all of this except the following:\n\n- A file\n- A group", ""},
      {"The following table lists the types:\n\n- Integer\n- String", ""},
      {"A dataset has the following properties:\n\n- A name only", ""},
  };
  check(ask_lists, kCases);
}

TEST(Tables, AreAskedAboutByTheirTerms) {
  static constexpr Case kCases[] = {
      {"| Storage Strategy | Description |\n| --- | --- |\n| Chunked | In blocks. |\n| Compact | "
       "In the header. |\n| Flat | In one run. |",
       "Which storage strategies are there in ACME5, and what does each one mean?"},
      {"| Function | Purpose |\n| --- | --- |\n| A5Dopen_by_name | Opens a dataset by its name in "
       "a group. |",
       "What does `A5Dopen_by_name` do in ACME5?"},
      {"| Constant | Meaning |\n| --- | --- |\n| A5T_ORDER_LE | The least significant byte comes "
       "first in memory. |",
       "What does `A5T_ORDER_LE` mean in ACME5?"},
      {"- `--verbose`: prints every object that the tool visits while it copies a file",
       "What does the `--verbose` option do in ACME5?"},
      {"| What to Write | Description |\n| --- | --- |\n| A | One thing. |\n| B | Two things. |\n| "
       "C | Three things. |",
       ""},
      {"| Name | Age |\n| --- | --- |\n| Anna | 30 |\n| Bert | 40 |\n| Carl | 50 |", ""},
      {"- A plain item of a list without any term at all in front of it", ""},
      {"- Note: this is the usual remark that stands in many lists of such pages", ""},
  };
  check(ask_tables, kCases);
}

TEST(Signatures, AskWhatAnIdentifierDoes) {
  static constexpr Case kCases[] = {
      {"A5Dclose closes the dataset and frees its chunk cache.",
       "What does `A5Dclose` do in ACME5?"},
      {"The A5Dget_space function returns a copy of the dataspace of a dataset.",
       "What does the `A5Dget_space` function return in ACME5?"},
      {"`A5Pset_layout` is used to choose how a dataset is stored.",
       "What is `A5Pset_layout` used for in ACME5?"},
      {"The `--depth` option limits how many levels of groups are visited.",
       "What does the `--depth` option do in ACME5?"},
      {"loc_id identifies the object to which the attribute belongs.", ""},
      {"A5Dclose fails in this case and returns an error code to its caller.", ""},
      {"A5Dclose does not close the file that holds the dataset.", ""},
      {"The function A5Pget_driver is used for this purpose in most programs.", ""},
      {"It closes the dataset and frees its chunk cache.", ""},
  };
  check(ask_signatures, kCases);
}

TEST(Roles, AskWhatANamedThingDoes) {
  static constexpr Case kCases[] = {
      {"The dataset creation property list controls how the elements are stored.",
       "What does the dataset creation property list control in ACME5?"},
      {"A dataset header consists of one or more messages about the dataset.",
       "What does a dataset header consist of in ACME5?"},
      {"Text data is represented by arrays of characters of a fixed length.",
       "How is text data represented in ACME5?"},
      {"User-defined types can be used to describe the layout of data in memory.",
       "What can user-defined types be used for in ACME5?"},
      {"The size of a chunk cache is determined by the file access property list.",
       "What determines the size of a chunk cache in ACME5?"},
      {"The ACME5 library provides a set of types for every platform.", ""},
      {"ACME5 supports several classes of types and their combinations.", ""},
      {"The header contains the information that describes the array.", ""},
      {"The fourth field contains a string of length twenty five.", ""},
      {"The data may be stored in several ways in the file of the user.", ""},
      {"The `version` field is used to specify the revision of the structure.", ""},
      {"This interface provides a set of types for every platform.", ""},
      {"Packed types should generally not be used to describe data in memory.", ""},
  };
  check(ask_roles, kCases);
}

TEST(Limits, AskForDefaultsAndMaxima) {
  static constexpr Case kCases[] = {
      {"The default fill value is zero for every numeric type.",
       "What is the default fill value in ACME5?"},
      {"The maximum size of an attribute is 64 KB in compact storage.",
       "What is the maximum size of an attribute in ACME5?"},
      {"By default, a dataset is stored in one contiguous block.",
       "In ACME5, how is a dataset stored by default?"},
      {"The dataset is large in most of the files of our users.", ""},
      {"By default, it is stored in one contiguous block.", ""},
  };
  check(ask_limits, kCases);
}

TEST(Headings, AskWhatTheyNameWhereTheTextAnswers) {
  struct HeadingCase {
    std::string_view heading;
    std::string_view text;
    std::string_view question;
  };
  static constexpr HeadingCase kCases[] = {
      {"Why is my file so large?", "Deleted datasets leave holes in a file.",
       "In ACME5, why is your file so large?"},
      {"3.2 How do I open a file?", "Call `A5Fopen` with the name of the file.",
       "How do you open a file in ACME5?"},
      {"Deleting an Attribute", "Call `A5Adelete` to delete the attribute of an object.",
       "How do you delete an attribute in ACME5?"},
      {"Creating a Compound Type", "The dataset is created using the compound type.", ""},
      {"Closing an Attribute", "An attribute must be closed at some time by someone.", ""},
      {"What's New in ACME5 3.1?", "Many things are better than they were.", ""},
      {"Understanding Links", "Use the manual to understand links.", ""},
      {"Introduction", "Call `A5Fopen` with the name of the file.", ""},
      {"Deleting an Attribute", "This is how attributes go away.", ""},
  };
  for (const HeadingCase& row : kCases)
    EXPECT_EQ(first_question(ask_headings, row.text, {"ACME5 Datasets", std::string(row.heading)}),
              row.question)
        << row.heading;
}

std::string question_about_code(std::string_view language, std::string_view code,
                                std::string_view pattern = "") {
  // The place of a definition turns the question; with a pattern, the one that has it is shown.
  for (int place = 0; place < 40; ++place) {
    Chunk chunk;
    chunk.id = "acme.c:" + std::to_string(place);
    chunk.source = "src/acme.c";
    chunk.kind = ChunkKind::kCode;
    chunk.language = language;
    chunk.text = std::string(code) + "\n";
    const Page page(chunk);
    Candidates out;
    ask_source_code(page, {1, 250}, out);
    if (out.empty()) return "";
    if (pattern.empty() || out.front().pattern == pattern) return out.front().question;
  }
  return "no " + std::string(pattern);
}

TEST(SourceCode, AsksForWhatACommentTells) {
  struct CodeCase {
    std::string_view language;
    std::string_view pattern;
    std::string_view code;
    std::string_view question;
  };
  static constexpr CodeCase kCases[] = {
      {"c", "code-which",
       "/* Reads the header of a dataset and checks its sum. */\nint read_header(File *f) {\n  "
       "return 0;\n}",
       "Which function in `acme.c` reads the header of a dataset?"},
      {"c", "code-does",
       "/* Reads the header of a dataset and checks its sum. */\nint read_header(File *f) {\n  "
       "return 0;\n}",
       "What does the function `read_header` in `acme.c` do?"},
      {"cpp", "code-for",
       "// Keeps the chunks that were read last, oldest first.\nclass ChunkCache {\n};",
       "What is the class `ChunkCache` in `acme.c` for?"},
      {"python", "code-does",
       "    @property\n    def load(self, path):\n        \"\"\"Load the table from the file and "
       "check "
       "it.\"\"\"\n        return 1",
       "What does the method `load` in `acme.c` do?"},
      {"python", "code-errors",
       "def load(path):\n    \"\"\"Load the table at path.\n\n    Raises:\n        OSError: it is "
       "gone\n    \"\"\"\n    return 1",
       "Which errors can the function `load` in `acme.c` raise, and when?"},
      {"go", "code-does",
       "// Close closes the reader and frees the memory it holds.\nfunc (r *Reader) Close() "
       "error {\n\treturn nil\n}",
       "What does the method `Reader.Close` in `acme.c` do?"},
      {"rust", "code-panics",
       "/// Sends the value to the other side.\n///\n/// # Panics\n///\n/// Panics if the pipe is "
       "closed.\n#[inline]\npub fn send(x: i32) {\n}",
       "When does the function `send` in `acme.c` panic?"},
      {"c", "code-parameters",
       "/** Adds two numbers of any sign.\n * @param a one number\n * @param b another number\n "
       "*/\nint add_up(int a, int b);",
       "Which parameters does the function `add_up` in `acme.c` take, and what is each one for?"},
      {"c", "code-returns",
       "/** Adds two numbers of any sign.\n * @return the sum of both\n */\nint add_up(int a, int "
       "b);",
       "What does the function `add_up` in `acme.c` return?"},
      {"rust", "code-use",
       "/// Adds two numbers of any sign.\n///\n/// ```\n/// add_up(1, 2);\n/// ```\npub fn "
       "add_up(a: i32, b: i32) {\n}",
       "How do you use the function `add_up` in `acme.c`?"},
      {"c", "code-fields",
       "/* A point in time with its value and its place. */\nstruct point {\n  int a; /* when */\n "
       " int b; /* what */\n  int c; /* where */\n};",
       "Which fields does the structure `point` in `acme.c` have, and what is each one for?"},
      {"c", "code-values",
       "/* What a function of the library returns. */\nenum status {\n  A, /* good */\n  B, /* bad "
       "*/\n  C  /* worse */\n};",
       "Which values does the enumeration `status` in `acme.c` have, and what does each one mean?"},
      {"rust", "code-constant",
       "/// How many bytes the reader asks for at once.\npub const CHUNK_BYTES: usize = 4096;",
       "What does the constant `CHUNK_BYTES` in `acme.c` stand for?"},
      {"c", "code-for",
       "/* Handler for the calls of the other side of a pipe. */\nvoid handle_it(int x);",
       "What is the function `handle_it` in `acme.c` for?"},
      {"c", "", "/* Only works before the first call of the reader. */\nvoid handle_it(int x);",
       ""},
      {"c", "", "int read_header(File *f) {\n  return 0;\n}", ""},
      {"c", "", "/* Calls the function that does it all at once. */\nread_header(f);", ""},
      {"c", "", "/* TODO: make this function do what it should. */\nint f_open(void) {\n}", ""},
      {"c", "", "/* Copyright 2020 by the people who wrote it. */\nint read_it(void) {\n}", ""},
      {"c", "", "/* helper */\nint read_it(void) {\n  return 0;\n}", ""},
      {"c", "",
       "/* Reads the header of a dataset in a file. */\nint read_it(File *f) {\n  if (f) {", ""},
      {"c", "", "/* Reads the header of a dataset in a file. */\nPUBLIC(int) read_it(File *f);",
       ""},
      {"c", "",
       "/// Reads the header of a dataset in a file.\nint read_it(File *f);\n/// Writes "
       "it.\nint write_it(File *f);",
       ""},
      {"python", "",
       "def __len__(self):\n    \"\"\"Return the number of rows in it.\"\"\"\n    return 1", ""},
      {"rust", "", "/// Reads what stands in the file of the user.\nprintln!(\"a\");", ""},
  };
  for (const CodeCase& row : kCases)
    EXPECT_EQ(question_about_code(row.language, row.code, row.pattern), row.question) << row.code;
}

TEST(Questions, AreNotAskedWhereTheClauseRunsOnOrLeansOnThePage) {
  static constexpr std::string_view kSentences[] = {
      "The file is stored in `acme_file` and is filled by the reader because it is fast.",
      "A command prints the number of rows and asks for an answer because nothing can be undone.",
      "There's a bunch of things a dataset does when the file is open.",
      "The dataset is compressed during this stage because memory is scarce.",
      "Some applications may be able to avoid a dependency on the dataset.",
      "To avoid a broken dataset, this is still true for files of the last release.",
      "When using a pipe, Broadcast packets are sent to all readers of a dataset.",
      "A dataset is written to \x1B[1mdisk\x1B[22m when the file is closed.",
      "The {ref}`cache` of a dataset is emptied when the file is closed.",
  };
  for (const auto sentence : kSentences)
    for (const auto family : {ask_how_to, ask_conditions, ask_reasons, ask_comparisons})
      EXPECT_EQ(first_question(family, sentence, {"ACME5 Datasets"}), "") << sentence;
}

TEST(Questions, AreNotCutAtANounThatIsAVerbElsewhere) {
  EXPECT_EQ(
      first_question(ask_comparisons,
                     "Raw points are rarely asked for, while daily or hourly means are wanted "
                     "for years.",
                     {"ACME5 Datasets"}),
      "In ACME5, what is the difference between raw points and daily or hourly means?");
}

TEST(Questions, NameTheirProductAsItsTitleDoes) {
  struct TitleCase {
    std::string_view title;
    std::string_view text;
    std::string_view question;
  };
  static constexpr TitleCase kCases[] = {
      {"Command line of Tidemark", "A segment is a file that holds one hour of points.",
       "What is a segment in Tidemark?"},
      {"How Tidemark stores data", "A segment is a file that holds one hour of points.",
       "What is a segment in Tidemark?"},
      {"semver(1) -- versions", "A range is a set that holds all versions semver accepts.",
       "What is a range in `semver`?"},
      {"@acme/rows", "A range is a set that holds all versions of a package.",
       "What is a range in `@acme/rows`?"},
      {"Poppler, a PDF library",
       "A page is an array that holds all marks of a sheet. Poppler draws pages.",
       "What is a page in Poppler?"},
      {"Pre-C99 build failure", "A range is a set that holds all versions of a package.", ""},
      {"DISCUSSION", "A range is a set that holds all versions in DISCUSSION.", ""},
      {"HTTPS certificates", "A range is a set that holds all versions of a package.", ""},
      {"Ranges", "A range is a set that holds all versions of a package.", ""},
  };
  for (const TitleCase& row : kCases)
    EXPECT_EQ(first_question(ask_definitions, row.text, {std::string(row.title)}), row.question)
        << row.title;
}

}  // namespace
}  // namespace generator::offline
