// model/provider: a server may answer anything. The first byte chooses the protocol, the second the
// status.
#include "model/provider.h"

#include "base/json.h"
#include "fuzz/fuzz.h"

using namespace generator;
using fuzz::promise;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  static const std::unique_ptr<Provider> kProviders[] = {
      make_openai({}), make_vllm({}), make_anthropic({}), make_gemini({}), make_ollama({})};
  static constexpr int kStatus[] = {200, 200, 200, 400, 401, 404, 429, 500, 529};
  http::Response response;
  response.status = kStatus[data[1] % std::size(kStatus)];
  response.body = std::string(fuzz::text_of(data + 2, size - 2));
  for (const char* name : {"retry-after", "retry-after-ms"})
    response.headers.emplace_back(name, response.body.substr(0, 12));
  Decoded decoded = kProviders[data[0] % std::size(kProviders)]->decode(response);
  if (!decoded) {
    promise(!decoded.error().message.empty(), "a failed call says why");
    promise(decoded.error().retry_after_ms.value_or(0) >= 0, "nobody waits for the past");
  } else {
    promise(response.status == 200, "an error is no answer");
    promise(decoded->usage.input >= 0 && decoded->usage.output >= 0, "no usage is negative");
  }
  return 0;
}
