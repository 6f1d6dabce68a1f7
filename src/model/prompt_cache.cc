#include "model/prompt_cache.h"

#include <fmt/format.h>

#include <algorithm>

namespace generator {
namespace {

constexpr std::int64_t kBytesAToken = 4;

std::int64_t bytes_of(const ChatRequest& request) {
  std::size_t out = 0;
  if (request.tools != nullptr)
    for (const Tool& tool : *request.tools)
      out += tool.name.size() + tool.description.size() + tool.parameters.size();
  return static_cast<std::int64_t>(out);
}

}  // namespace

std::vector<SharedFront> shared_fronts(const ChatRequest& request, std::int64_t least_tokens,
                                       std::size_t most) {
  std::vector<SharedFront> out;
  std::int64_t bytes = bytes_of(request);
  for (std::size_t i = 0; i < request.messages.size(); ++i) {
    const Message& message = request.messages[i];
    const std::size_t shared = std::min(message.shared, message.content.size());
    if (shared == 0) break;
    bytes += static_cast<std::int64_t>(shared);
    if (bytes / kBytesAToken >= least_tokens) out.push_back({i, shared, bytes / kBytesAToken});
    if (shared < message.content.size()) break;
  }
  if (out.size() > most) out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(most));
  return out;
}

Digest name_of(const ChatRequest& request, const SharedFront& front) {
  Hasher hasher;
  if (request.schema != nullptr) hasher.add(request.schema->json);
  if (request.tools != nullptr)
    for (const Tool& tool : *request.tools)
      hasher.add(tool.name).add(tool.description).add(tool.parameters);
  for (std::size_t i = 0; i <= front.message; ++i) {
    const Message& message = request.messages[i];
    const std::string_view content = message.content;
    hasher.add(static_cast<std::uint64_t>(message.role));
    hasher.add(i == front.message ? content.substr(0, front.bytes) : content);
  }
  return hasher.finish();
}

std::size_t cut_of(const std::vector<SharedFront>& fronts, std::size_t index) {
  for (const SharedFront& front : fronts)
    if (front.message == index) return front.bytes;
  return 0;
}

Result<CacheMarks> cache_marks_of(std::string_view text) {
  if (text.empty() || text == "auto") return CacheMarks::kAuto;
  if (text == "on" || text == "true" || text == "yes") return CacheMarks::kOn;
  if (text == "off" || text == "false" || text == "no") return CacheMarks::kOff;
  return fail(ErrorKind::kWrongUse, fmt::format("`{}` is none of auto, on, off", text));
}

}  // namespace generator
