// Servers of models on this machine that nobody has named.
#pragma once

#include <string>

#include "cli/settings.h"

namespace generator::cli {

/// How to ask a server that answers where Ollama or vLLM usually listens on this machine:
/// "--provider ollama --model qwen3:8b"; "" where none answers within 100 ms. Only loopback
/// addresses are looked at; none at all with GENERATOR_NO_PROBE set, or --quiet.
std::string answering_server(const Settings& settings);

}  // namespace generator::cli
