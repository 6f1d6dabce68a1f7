// What stands between a user and each provider, with the remedy.
#pragma once

#include <string>
#include <vector>

#include "cli/settings.h"
#include "http/loop.h"

namespace generator::cli {

struct ProviderState {
  std::string name;
  bool is_ready = false;
  std::string text;  // what is there, or what is missing and what helps
};

/// Of every provider, in the order of the table: asks each that has what it needs for its list of
/// models, all at once, at most ten seconds. Nothing that is asked costs anything.
std::vector<ProviderState> provider_states(const Settings& settings, SystemLoop& loop);

/// The model that is asked where --model says none: of config.yaml, else the provider's usual one;
/// "" where it has to be named.
std::string usual_model(const Settings& settings, const std::string& provider);

/// Pure, for tests: what a listing says about `model` ("": none is chosen).
ProviderState state_of(const std::string& provider, const std::string& model,
                       const std::vector<std::string>& models);

}  // namespace generator::cli
