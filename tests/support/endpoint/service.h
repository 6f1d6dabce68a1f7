// From a request to its delivery: which vendor, what it answers, and what goes wrong on the way.
#pragma once

#include <map>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "support/endpoint/endpoint.h"
#include "support/endpoint/prompt_cache.h"

namespace generator::endpoint {

/// Used by one thread.
class Service {
 public:
  explicit Service(const Options& options);

  Delivery serve(const Received& received);
  /// In canned mode, the bytes for a path that was answered before; nullptr where none were.
  const std::string* canned(std::string_view path) const;

  std::vector<std::string> violations;
  std::vector<Received> received;
  const FaultPlan& plan() const { return plan_; }
  const BatchDesk& desk() const { return desk_; }

 private:
  Said say(const Question& question) const;
  std::optional<Answer> too_long(const Protocol& vendor, const Question& question) const;
  std::optional<Answer> refusal(const Protocol& vendor, std::string_view body) const;
  std::optional<Delivery> serve_batch(const Received& request, std::string_view name,
                                      const Protocol& vendor, std::string_view path);
  BatchItem answer_item(const Received& request, const Protocol& vendor, const std::string& path,
                        std::string id, const nlohmann::ordered_json& body);

  const Options& options_;
  std::map<std::string, std::unique_ptr<Protocol>, std::less<>> vendors_;
  FaultPlan plan_;
  PromptCache cache_;
  BatchDesk desk_;
  std::map<std::string, std::string, std::less<>> canned_;
};

}  // namespace generator::endpoint
