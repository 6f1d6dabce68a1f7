#include "cli/consent.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <iostream>
#include <string>

#include "base/standard_streams.h"
#include "cli/commands.h"
#include "cli/example_dialogues.h"
#include "cli/preview.h"
#include "cli/stages.h"

namespace generator::cli {
namespace {

constexpr std::uint64_t kPreviewed = 10;
constexpr double kWorthAskingUsd = 1;
constexpr double kWorthAskingSeconds = 30 * 60;

// A paid model of the work whose price is not known; "" where there is none.
std::string model_without_price(const Session& session, const Undertaking& all) {
  for (const std::string_view stage : all.stages) {
    const StageModel& choice = session.choice(stage);
    if (session.tariff().is_paid(choice) && session.tariff().price(choice) == nullptr)
      return choice.model;
  }
  return "";
}

bool asks_a_model(const Session& session, const Undertaking& all) {
  return std::ranges::any_of(all.stages,
                             [&](std::string_view s) { return !session.is_offline(s); });
}

bool is_paid(const Session& session, const Undertaking& all) {
  return std::ranges::any_of(all.stages, [&](std::string_view s) {
    return session.tariff().is_paid(session.choice(s));
  });
}

bool is_more_than(std::uint64_t units, const Settings& settings, const Work& work) {
  if (!work.begins_with_chunks()) return count_examples(work.rows) > units;
  std::uint64_t asked = 0;
  for_each_planned_chunk(settings, work.chunks, work.chunk_count, false,
                         [&](const qa::GenerateItem&) { ++asked; });
  return asked > units;
}

// Asks on a terminal; without one, or where the answer is not yes, the command ends.
void ask(const std::string& reason) {
  if (::isatty(STDIN_FILENO) != 1 || ::isatty(STDERR_FILENO) != 1)
    throw Fatal(kWrongUseExit, reason + ", and there is nobody to ask: say --yes, or --budget USD");
  print_error(fmt::format("{}. Go on? [y/N] ", reason));
  std::string answer;
  std::getline(std::cin, answer);
  if (answer != "y" && answer != "Y" && answer != "yes")
    throw Fatal(kWrongUseExit, "not begun; what the preview asked is in the ledger");
}

}  // namespace

std::string reason_to_ask(const Forecast& forecast, bool is_paid) {
  if (is_paid)
    return forecast.most_usd_left() > kWorthAskingUsd
               ? fmt::format("this may cost {:.2f} USD more", forecast.most_usd_left())
               : "";
  const bool takes_long = forecast.seconds && forecast.seconds->high > kWorthAskingSeconds;
  return takes_long ? "this may take more than half an hour" : "";
}

bool preview_or_ask(Session& session, const Settings& settings, const Undertaking& all) {
  if (const auto wanted = settings.maybe_integer("--preview", 1, 1'000'000)) {
    fmt::print("{}", to_text(all.preview(static_cast<std::uint64_t>(*wanted)), all.unit));
    session.close();
    return true;
  }
  if (settings.is_set("--budget") || settings.is_on("--yes") || settings.is_on("--replay") ||
      !asks_a_model(session, all))
    return false;
  if (const std::string model = model_without_price(session, all); !model.empty()) {
    ask(
        fmt::format("no price is known for `{}`, so nothing can be said of what this will cost "
                    "(--prices FILE gives one)",
                    model));
    return false;
  }
  if (!all.is_more_than(kPreviewed)) return false;
  const Forecast forecast = all.preview(kPreviewed);
  note(settings, to_text(forecast, all.unit));
  if (const std::string reason = reason_to_ask(forecast, is_paid(session, all)); !reason.empty())
    ask(reason);
  return false;
}

bool preview_or_ask(Session& session, const Settings& settings, const Work& work) {
  return preview_or_ask(
      session, settings,
      Undertaking{work.stages(), work.unit(),
                  [&](std::uint64_t units) { return is_more_than(units, settings, work); },
                  [&](std::uint64_t wanted) { return preview(session, settings, work, wanted); }});
}

}  // namespace generator::cli
