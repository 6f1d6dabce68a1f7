#include "qa/question_type.h"

#include <gtest/gtest.h>

#include <string>

#include "data/reasons.h"
#include "qa/lead.h"

namespace generator::qa {
namespace {

struct Case {
  const char* sentence;
  const char* question;
  std::string_view code;  // "": may stand
};

// Sentences of HDF5's documentation, and questions that SmolLM2-135M asked of them.
constexpr Case kCases[] = {
    {"An object can be deleted from the file by removing all the hard links to it.",
     "How can an object be deleted from a file?", ""},
    {"Soft links are created with the H5Lcreate_soft function.", "How do you create a soft link?",
     ""},
    {"Parameters are retrieved in the order in which they are stored.",
     "What is the purpose of parameters?", reasons::kOffPassage},
    {"Alternative layouts are designed to suit a variety of systems.",
     "What is the purpose of alternative layouts?", ""},
    {"A given object may have multiple full and relative path names.",
     "How can a given object have multiple path names?", reasons::kOffPassage},
    {"A given object may have multiple full and relative path names.", "What is a path name?",
     reasons::kOffPassage},
    {"Access to an existing dataset is obtained by a call to H5Dopen.",
     "What is access to an existing dataset?", reasons::kOffPassage},
    {"HDF5 datatypes describe the element type of HDF5 datasets.", "What is a HDF5 datatype?", ""},
    {"The HDF5 library enables programs to create and modify datatypes.",
     "What is the HDF5 library used for?", ""},
    {"Only float and double fields are written.",
     "What is the difference between a float and a double?", reasons::kOffPassage},
    {"Hard links differ from soft links in what they count.",
     "What is the difference between hard links and soft links?", ""},
    {"There are two kinds of links.", "How many kinds of links are there?", ""},
    {"There are kinds of links.", "How many kinds of links are there?", reasons::kOffPassage},
    {"Messages are kept because a worker may end.", "Why are messages kept?", ""},
    {"Messages are kept on disk.", "Why are messages kept on disk?", reasons::kOffPassage},
    {"Packed datatypes should not be used to describe memory by programs.",
     "How can packed datatypes be used to describe memory?", reasons::kOffPassage},
    {"Two selections are used in data transfer by the source.", "How can two sources be compatible?",
     reasons::kOffPassage},
    {"A complex datatype is created by calling H5Tcomplex_create.",
     "How does a complex datatype be created?", reasons::kMalformedQuestion},
    {"The family driver is designed to solve these problems by splitting the file.",
     "How does the family driver solve these problems?", reasons::kNotStandAlone},
    {"Access to a dataset is obtained by a call to H5Dopen.",
     "How does a dataset get accessed by H5Dopen?", reasons::kOffPassage},
    {"By default chunks are allocated as data is written to the chunk.",
     "How does a chunk get written?", reasons::kOffPassage},
    {"The object reference is created by H5Rcreate_object with the name of an object.",
     "How does the object reference create a new object?", reasons::kOffPassage},
    {"With the H5Ldelete function, links to a dataset can be removed.",
     "How does the H5Ldelete function remove a dataset?", reasons::kOffPassage},
    {"Data is transferred through H5Dwrite.", "How does data transfer between memory and disk?", ""},
    {"Ein Auftrag wird gehalten.", "Warum wird ein Auftrag gehalten?", ""},
};

TEST(QuestionType, TellsWhetherTheSentenceIsOfTheKindThatIsAskedFor) {
  for (const Case& c : kCases) {
    const auto fault = type_fault(c.question, c.sentence);
    EXPECT_EQ(fault ? fault->code : "", c.code)
        << c.question << ": " << (fault ? fault->detail : "");
  }
}

TEST(Lead, IsTheFirstSentenceOrTheListThatItIntroduces) {
  EXPECT_EQ(lead_of("A job waits. It starts later."), "A job waits.");
  constexpr std::string_view kList = "There are two kinds:\n\n- one\n- two";
  EXPECT_EQ(lead_of(kList), kList);
  EXPECT_EQ(lead_of("```c\nint x;\n```"), "");
  EXPECT_EQ(lead_of("- one\n- two"), "");
  EXPECT_EQ(lead_of("| a | b |\n| --- | --- |\n| 1 | 2 |"), "");
}

TEST(Lead, ASentenceAboutItsHeadingThatOffersSomethingIsAskedAboutFirst) {
  const HeadingPath headings = {"Inkwell", "Paper trays"};
  const int best =
      askability("A tray can be emptied by calling tray_clear with its number.", headings);
  const int plain = askability("The scheduler keeps a queue for every known printer.", headings);
  const int pointing =
      askability("In the example the queue is emptied by the scheduler.", headings);
  EXPECT_GT(best, plain);
  EXPECT_GT(plain, pointing);
  EXPECT_GT(pointing, askability("Functions for trays and the queues of printers", headings));
  EXPECT_EQ(askability("", headings), 0);
}

TEST(Lead, TellsWhatACodeBlockDefines) {
  const auto name = [](const std::string& code) {
    return defined_name("Says.\n\n```c\n" + code + "\n```");
  };
  EXPECT_EQ(name("struct spool *spool_open(const char *name);"), "spool_open");
  EXPECT_EQ(name("class Ledger final : public Log {"), "Ledger");
  EXPECT_EQ(name("enum class Mode : int { a };"), "Mode");
  EXPECT_EQ(name("def take(self, count=1):"), "take");
  EXPECT_EQ(name("#define SUNDIAL_MOST 86400"), "SUNDIAL_MOST");
  EXPECT_EQ(name("    status = H5Dclose(dset);"), "");
  EXPECT_EQ(name("status = H5Dclose(dset);"), "");
  EXPECT_EQ(defined_name("No code."), "");
}

}  // namespace
}  // namespace generator::qa
