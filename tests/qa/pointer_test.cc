#include "qa/pointer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace generator::qa {
namespace {

struct Case {
  const char* sentence;
  const char* wanted;  // "" : only points; "!": refused
};

TEST(Pointer, IsCutWhereGrammarAllowsElseRefused) {
  const std::vector<Case> cases = {
      // Nothing points.
      {"A group holds links.", "A group holds links."},
      {"Values above 8 MB and below 16 MB are rounded.",
       "Values above 8 MB and below 16 MB are rounded."},
      {"Call `see below` here.", "Call `see below` here."},
      {"The table has 3 columns.", "The table has 3 columns."},
      {"Users see that the file is closed.", "Users see that the file is closed."},
      {"See that the file is closed.", "See that the file is closed."},
      {"As the name suggests, it is a list.", "As the name suggests, it is a list."},
      {"f(see) is called.", "f(see) is called."},
      {"The section header is read first.", "The section header is read first."},
      {"The example application is small.", "The example application is small."},
      {"The code is described by its type.", "The code is described by its type."},
      {"It is found in most files.", "It is found in most files."},
      // Parentheses.
      {"A group holds links (see Figure 3).", "A group holds links."},
      {"Settings govern the switch (see H5Pset_link_phase_change).", "Settings govern the switch."},
      {"A tree (as shown in Figure 2) has nodes.", "A tree has nodes."},
      {"A tree (Section 2.1) has nodes.", "A tree has nodes."},
      {"A tree (described below) has nodes (at most 8).", "A tree has nodes (at most 8)."},
      {"Use H5Dopen(see) (see H5Dopen(file, name)).", "Use H5Dopen(see)."},
      // Clauses.
      {"As shown in Figure 3, groups hold links.", "Groups hold links."},
      {"As stated above, once in the format, it stays.", "Once in the format, it stays."},
      {"As described in the previous section, a file is opened.", "A file is opened."},
      {"Groups hold links, as shown in Figure 3.", "Groups hold links."},
      {"Groups hold links as shown in the figure below.", "Groups hold links."},
      {"Groups, as described above, hold links.", "Groups hold links."},
      {"The structure in the figure below has two groups.", "The structure has two groups."},
      {"The conditions listed below hold.", "The conditions hold."},
      {"Set the flag, as discussed later in this chapter.", "Set the flag."},
      {"Set the flag; see also H5Pset.", "Set the flag."},
      {"In Figure 4, the root group has two members.", "The root group has two members."},
      // Whole sentences.
      {"See Figure 3.", ""},
      {"See also H5Dopen.", ""},
      {"Refer to the manual.", ""},
      {"Please see the section on files.", ""},
      {"For more information, see the reference manual.", ""},
      {"For details on filters, refer to the chapter on filters.", ""},
      {"The figure below shows a tree.", ""},
      {"Figure 3 illustrates the tree.", ""},
      {"The following section describes filters.", ""},
      {"The next example shows how to open a file.", ""},
      {"Filters are described in the next section.", ""},
      {"The values are listed in Table 4.", ""},
      {"This is discussed in more detail later.", ""},
      // What cannot be cut.
      {"The root group in the above list is first.", "!"},
      {"Compare the previous example and run it.", "!"},
      {"Figure 3 and the tree differ.", "!"},
      {"The following are needed to run.", "!"},
      {"In this chapter the model is told from the file.", "!"},
  };
  for (const auto& c : cases) {
    const auto got = without_pointers(c.sentence, {});
    EXPECT_EQ(got ? *got : "!", c.wanted) << c.sentence << (got ? "" : ": " + got.error().detail);
  }
}

TEST(Pointer, MayStandWhereWhatItPointsToIsPresent) {
  const std::vector<Case> cases = {
      {"The following conditions hold:", "The following conditions hold:"},
      {"The steps are as follows:", "The steps are as follows:"},
      {"The following code opens a file.", "The following code opens a file."},
      {"The example below shows how to open a file.",
       "The example below shows how to open a file."},
      {"The values are listed in the table below.", "The values are listed in the table below."},
      {"The figure below shows a tree.", ""},
      {"It is set as shown in Figure 3.", "It is set."},
  };
  for (const auto& c : cases) {
    const auto got = without_pointers(c.sentence, {true, true, true});
    EXPECT_EQ(got ? *got : "!", c.wanted) << c.sentence << (got ? "" : ": " + got.error().detail);
  }
  EXPECT_FALSE(without_pointers("The following conditions hold:", {}));
}

}  // namespace
}  // namespace generator::qa
