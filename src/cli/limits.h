// How much of a provider may be used, as settings say it or as the vendor gives it to everyone.
#pragma once

#include <string>

#include "cli/providers.h"
#include "cli/settings.h"
#include "model/quota.h"

namespace generator::cli {

/// Limits of the account behind `choice`. `is_vendor`: it is asked at the vendor's own address.
/// What is learned is kept in `folder`, "" for nowhere. Throws Fatal(2) where a setting is no whole
/// number, naming its line.
QuotaOptions quota_options(const Settings& settings, const StageModel& choice, bool is_vendor,
                           const std::string& folder);

/// What to say before a run that a preset slows down; "" where none does.
std::string preset_note(const QuotaOptions& options, std::string_view provider);

/// The fields of a provider's section that set limits.
std::span<const std::string_view> limit_fields();

}  // namespace generator::cli
