// A question as it is asked in a conversation, where the ones before it have named things already.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace generator::offline {

/// What a question is about, as far as its form tells for certain.
struct Subject {
  std::vector<std::string> words;  // lower case, without article and product, the last in singular
  bool is_code = false;            // one code span, which is the only word
  bool is_plural = false;          // as the question has it
};

/// "What is a soft link in HDF5?": soft link; "What does the `H5Fopen` call do?": `H5Fopen`. Nothing
/// where the form is no known one. `product`: as questions name it.
std::optional<Subject> subject_of(std::string_view question, std::string_view product);

struct FollowUp {
  std::string question;
  bool says_it = false;  // a pronoun stands for `subject`
};

/// `question` behind one about `subject`: the product, which was named, is left out, and where the
/// question names the subject once, in a place that a pronoun can take, it says "it", "they", "them"
/// or "one" instead: "How do you create a soft link in HDF5?" → "How do you create one?".
FollowUp follow_up(std::string_view question, std::string_view product,
                   const std::optional<Subject>& subject);

/// "How is …?" → "And how is …?"
std::string with_and(std::string question);

}  // namespace generator::offline
