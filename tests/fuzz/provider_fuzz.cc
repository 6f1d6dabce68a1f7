// model/provider, model/batch: a server may answer anything. The first byte chooses the protocol,
// the second the status.
#include "model/provider.h"

#include "base/json.h"
#include "fuzz/fuzz.h"
#include "model/batch.h"

using namespace generator;
using fuzz::promise;

namespace {

// The same bytes as an answer of a batch endpoint.
void read_as_batch(std::uint8_t which, const http::Response& response) {
  static const std::unique_ptr<BatchProvider> kBatches[] = {
      make_openai_batches({}), make_anthropic_batches({}), make_gemini_batches({})};
  const BatchProvider& batches = *kBatches[which % std::size(kBatches)];
  if (const auto status = batches.decode(response)) {
    promise(!status->id.empty(), "a batch has an id");
    for (const http::Request& request : batches.results(*status))
      promise(request.url.find("..") == std::string::npos, "an id leads nowhere else");
  }
  if (const auto page = batches.decode_list(response))
    for (const BatchStatus& batch : page->batches)
      promise(batch.requests >= 0 && batch.answered >= 0, "no count is negative");
  if (const auto results = batches.decode_results(response)) {
    promise(response.status == 200, "an error is no list of results");
    for (const BatchResult& result : *results)
      promise(result.outcome || !result.outcome.error().message.empty(), "a failure says why");
  }
}

}  // namespace

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
  read_as_batch(data[0], response);
  return 0;
}
