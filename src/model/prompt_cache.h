// Providers keep the front of a prompt, so that the next request that begins with the same bytes
// pays a tenth or less for them. Here is where such fronts end.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "model/chat.h"

namespace generator {

/// The front of a request that other requests have too: tools, schema, and its messages up to
/// `bytes` of the content of `message`.
struct SharedFront {
  std::size_t message = 0;
  std::size_t bytes = 0;
  std::int64_t tokens = 0;  // a low estimate: four bytes each
};

/// The fronts of at least `least_tokens` that the request's `Message::shared` tell of, the shortest
/// first; at most `most`, of which the last ones are taken.
std::vector<SharedFront> shared_fronts(const ChatRequest& request, std::int64_t least_tokens,
                                       std::size_t most = 4);

/// The same for two requests exactly where they have that front in common.
Digest name_of(const ChatRequest& request, const SharedFront& front);

/// Bytes of the content of message `index` up to the front that ends in it; 0 where none does.
std::size_t cut_of(const std::vector<SharedFront>& fronts, std::size_t index);

/// Whether a server is told where a shared front ends.
enum class CacheMarks : std::uint8_t {
  kAuto,  // where the protocol, or the vendor's own address, is known to take it
  kOn,
  kOff,
};
/// "auto", "on" or "off". Errors: kWrongUse.
Result<CacheMarks> cache_marks_of(std::string_view text);

}  // namespace generator
