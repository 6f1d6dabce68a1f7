// The parts of a Markdown link. Every look-ahead is bounded, so that a hostile line costs no more
// than its length.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace generator::documents {

/// Where `what` stands in the next `window` bytes from `from`; npos where it does not.
std::size_t find_within(std::string_view s, std::string_view what, std::size_t from,
                        std::size_t window);

/// Index just past the bracket that closes the one at `open`; npos where there is none.
std::size_t past_bracket(std::string_view s, std::size_t open);

struct LinkTarget {
  std::string url;
  std::size_t end = 0;  // just past ')'
};

/// `(url "title")` at `open`.
std::optional<LinkTarget> target_at(std::string_view s, std::size_t open);

/// Whether `url` looks like an address or a page, rather than an argument list.
bool looks_like_target(std::string_view url);

}  // namespace generator::documents
