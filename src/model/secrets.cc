#include "model/secrets.h"

#include <algorithm>

#include "base/text.h"

namespace generator {
namespace {

constexpr std::string_view kSecret[] = {"authorization", "x-api-key", "x-goog-api-key",
                                        "proxy-authorization"};
constexpr std::size_t kShortest = 6;

}  // namespace

std::string without_keys(std::string message, const http::Headers& sent) {
  for (const auto& [name, value] : sent) {
    if (std::find(std::begin(kSecret), std::end(kSecret), text::to_lower(name)) ==
        std::end(kSecret))
      continue;
    std::string_view key = value;
    if (text::starts_with_ignoring_case(key, "bearer ")) key.remove_prefix(7);
    if (key.size() < kShortest) continue;
    message = text::replace_all(message, key, "[key]");
  }
  return message;
}

}  // namespace generator
