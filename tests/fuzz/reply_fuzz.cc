// prompt/reply: whatever a model writes, what comes out is strict JSON or an error, and strict JSON
// comes out untouched.
#include "prompt/reply.h"

#include "base/text.h"
#include "fuzz/fuzz.h"

using namespace generator;
using fuzz::promise;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input = fuzz::text_of(data, size);
  std::string_view spoken = prompt::without_thinking(input);
  promise(spoken.empty() || (spoken.data() >= input.data() &&
                             spoken.data() + spoken.size() <= input.data() + size),
          "what was said is a part of the reply");
  auto reply = prompt::read_reply(input);
  if (!reply) return 0;
  std::string raw(reply->json.root().raw());
  promise(json::Document::parse(raw).has_value(), "what was read is strict JSON");
  auto again = prompt::read_reply(raw);
  promise(again && again->json.root().raw() == raw,
          "what was repaired once needs no second repair");
  return 0;
}
