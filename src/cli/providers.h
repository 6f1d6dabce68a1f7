// Who can be asked, and which of them a stage asks.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/chat.h"

namespace generator::cli {

class Settings;

struct ProviderRow {
  std::string_view name;
  std::vector<std::string_view>
      key_variables;       // environment variables that hold its key, first wins
  std::string_view model;  // default; "" where it must be named
};

/// All that config.yaml may name, `offline` last.
std::span<const ProviderRow> providers();
const ProviderRow* find_provider(std::string_view name);  // nullptr where there is none
std::span<const std::string_view> provider_fields();  // of a provider's section in config.yaml

/// Who answers one stage ("generate", "enrich", "judge", ...), and how it is asked.
struct StageModel {
  std::string provider;
  std::string model;
  Sampling sampling;
  bool by_default = false;  // nobody chose: offline, because no key and no setting names another
};

/// Throws Fatal(2): an unknown provider (naming the nearest), or keys in the environment while
/// nobody was chosen.
StageModel stage_model(const Settings& settings, std::string_view stage);

}  // namespace generator::cli
