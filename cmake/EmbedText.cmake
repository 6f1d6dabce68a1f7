# cmake -DFILE=… -DHEADER=… -DFUNCTION=… -DOUT=… -P: writes FILE into a C++ file that defines
# `std::string_view FUNCTION()`, declared in HEADER.
file(READ ${FILE} text)
file(WRITE ${OUT} "// Made by cmake/EmbedText.cmake.\n#include \"${HEADER}\"\n\n"
     "std::string_view generator::${FUNCTION}() {\n  return R\"embedded(${text})embedded\";\n}\n")
