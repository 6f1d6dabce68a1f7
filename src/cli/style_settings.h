// The `data:` section of config.yaml: how the rows should read.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/settings.h"
#include "qa/question_mix.h"
#include "qa/seeds.h"
#include "qa/style.h"

namespace generator::cli {

/// Throws Fatal(2) for what cannot be meant.
qa::Style read_style(const Settings& settings);
/// --question-mix; empty where it is not set.
qa::QuestionMix read_mix(const Settings& settings);
/// The lines of `data.personas`; empty where it is not set.
std::vector<std::string> read_personas(const Settings& settings);
/// The rows of `data.seeds`, 5 to 50.
qa::Seeds read_seeds(const Settings& settings, std::uint64_t seed);

}  // namespace generator::cli
