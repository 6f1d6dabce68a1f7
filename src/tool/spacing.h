// Text of any script with blanks between its words.
#pragma once

#include <string>
#include <string_view>

namespace generator::tool {

/// Marks beyond ASCII ("。", "«", "°", "×") become a blank, dashes "-", wide digits narrow ones; each
/// sign of a script that writes without blanks stands alone, so that "打开/a.h5，告诉" has the words of
/// "打 开 /a.h5 告 诉". What is ASCII, and letters of other scripts, stay.
std::string spaced(std::string_view text);

}  // namespace generator::tool
