// From the name of a provider to something that answers.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "cli/providers.h"
#include "cli/settings.h"
#include "http/loop.h"
#include "model/batch_client.h"
#include "model/model.h"
#include "model/provider.h"

namespace generator::cli {

/// `loop`, `clock` and `capped` must outlive the model, which keeps what it learns of the provider's limits
/// and of the fields that it takes in `folder` ("": nowhere). Throws Fatal(2) where a key, a
/// model's name or a variable is missing, naming it and where to set it. `capped`: the price of the
/// model where there is a cap on spending, for a program that has to be told.
std::unique_ptr<Model> make_model(const StageModel& choice, const Settings& settings,
                                  const std::string& folder, SystemLoop& loop, const Clock& clock,
                                  const Price* capped = nullptr);

/// Model::identity of what `make_model` would make, without making it.
std::string model_identity(const StageModel& choice, const Settings& settings);

/// Whether a provider has a batch endpoint.
bool has_batches(std::string_view provider);
/// The batch endpoint of the stage's provider, which keeps what it learns of the fields that are
/// taken where `make_model`'s does. Throws Fatal(2) as `make_model` does, and where
/// there is none.
std::unique_ptr<BatchClient> make_batches(const StageModel& choice, const Settings& settings,
                                          const std::string& folder, SystemLoop& loop);
/// How its requests are written into a batch, for which no key is needed; nullptr where it has no
/// batch endpoint.
std::unique_ptr<BatchProvider> batch_form(const StageModel& choice, const Settings& settings);
/// What `--batch` can be used with: "openai, anthropic or gemini".
inline constexpr std::string_view kBatchProviders = "openai, anthropic or gemini";

/// A provider that is asked over HTTP, as it is configured.
struct HttpService {
  std::string base_url;
  bool has_key = false;
  bool needs_key = false;
  std::string key_place;   // the setting or variable that the key comes from
  std::string key_remedy;  // how to give it one
  std::unique_ptr<Provider> provider;
};

/// Nothing for `offline` and `claude`. Throws Fatal(2) for settings that cannot be.
std::optional<HttpService> http_service(const std::string& provider, const std::string& model,
                                        const Settings& settings);

/// The program that `claude` is: `llm.claude.command`, else "claude".
std::string claude_program(const Settings& settings);

/// Whether a server on this machine is asked.
bool is_local(const StageModel& choice, const Settings& settings);

/// Requests in flight: --concurrency, else few for a server on this machine, more for a service.
int concurrency(const StageModel& choice, const Settings& settings);

/// Where a stage's requests go, for what they cost.
enum class Destination {
  kNowhere,      // answered by rules, here
  kThisMachine,  // a model on this machine, or of one's own (ollama, vllm)
  kVendor,       // the vendor's own address
  kElsewhere     // another's service
};
Destination destination(const StageModel& choice, const Settings& settings);

}  // namespace generator::cli
