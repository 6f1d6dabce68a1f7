// The form of a question without what it is about.
#pragma once

#include <string>
#include <string_view>

namespace generator {

/// "How do I open a file with `H5Fopen`?" → "how do i _ a _ with _": words that carry the form
/// stay, in lower case; runs of any others become one "_". Two questions of one template differ in
/// their subject only.
std::string question_template(std::string_view question);

}  // namespace generator
