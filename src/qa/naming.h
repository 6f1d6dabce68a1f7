// A question that says what it is about.
#pragma once

#include <string>
#include <string_view>

#include "qa/place_names.h"

namespace generator::qa {

/// The question with the name in it, where a person would say it: "the experiment" is "the
/// `arldm` experiment" or "the experiment of `water.md`", "this class" "the class of `a/pkg.py`";
/// else " in `pipeline.py`" stands before the question mark, or "For Gray-Scott, …" and "According
/// to `water.md`, …" before all.
/// In Chinese 在…中， stands before it, in Japanese …では、, in other languages "Name: ".
/// "" where no sentence can be made of it that makes sense alone ("How is it done?").
std::string naming(std::string_view question, const PlaceName& name);

}  // namespace generator::qa
