// A part of the work, really done, and what it says of the whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/usd.h"
#include "cli/session.h"
#include "cli/settings.h"
#include "cli/work.h"
#include "measure/interval.h"

namespace generator::cli {

/// All intervals: 95 of 100. Those of sums are Student's t over the chunks (or rows) of the
/// preview.
struct Forecast {
  std::uint64_t done = 0;                                      // chunks or rows of the preview
  std::uint64_t all = 0;                                       // that would be asked about
  std::int64_t kept = 0;                                       // rows of the preview
  std::int64_t made = 0;                                       // those and what was left out
  measure::Estimate rows, calls, input_tokens, output_tokens;  // for all
  std::optional<measure::Estimate> usd;      // for all; nothing where a price is not known
  std::optional<measure::Estimate> seconds;  // for all; nothing where every reply was in the ledger
  bool in_batches = false;                   // all will be; the preview was not
  Usd paid;                                  // what the ledger holds already
  std::string unpriced;                      // the model whose price is not known

  /// US dollars still to be spent, at most, by the interval.
  double most_usd_left() const;
};

/// Does `wanted` chunks or rows, spread over the input, through all stages; keeps nothing but the
/// replies, which are in the ledger: the whole run does not pay for them again.
Forecast preview(Session& session, const Settings& settings, const Work& work,
                 std::uint64_t wanted);

/// In lines for people; `unit` is what is counted: "chunks".
std::string to_text(const Forecast& forecast, std::string_view unit);

}  // namespace generator::cli
