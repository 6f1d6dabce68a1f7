// Standard input, output and error, which may be closed or full.
#pragma once

#include <string_view>

namespace generator {

/// Before any file is opened: a standard stream that the caller closed would else get the number of
/// the next file, and what is printed would end in that. Closed input and output become streams
/// that cannot be read and written, so that using them is an error; what goes to a closed standard
/// error goes nowhere.
void open_standard_streams();

/// Writes to standard error. Where that fails nobody is left to be told, and the work goes on.
void print_error(std::string_view text);

}  // namespace generator
