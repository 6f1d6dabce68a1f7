// How much of a text is said more than once, as a compressor sees it.
#pragma once

#include <cstddef>
#include <string_view>

namespace generator::measure {

/// Bytes of `text` as PyPI `diversity` 0.3.1 counts them (compression.py, gzip): compressed at level
/// 9, and the result once more, as a file that names itself "compressed". The second pass saves
/// nothing and costs some 40 bytes; it is theirs, and with it our figures are theirs.
std::size_t compressed_size(std::string_view text);

/// Bytes of `text` over its compressed_size: the higher, the more of it is repeated. Small sets come
/// out low, because the frames count, so that only sets of like size compare. 0 for no text.
/// Source: Shaib et al., Standardizing the Measurement of Text Diversity, arXiv 2403.00553.
double compression_ratio(std::string_view text);

}  // namespace generator::measure
