#include "cli/judge_panel.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/session.h"

namespace generator::cli {

std::vector<std::string> judge_stages(const Settings& settings) {
  std::vector<std::string> out = {"judge"};
  if (!takes(settings.command(), *find_option("--judge-model"))) return out;
  const auto models = settings.list("--judge-model");
  const auto providers = settings.list("--judge-provider");
  if (providers.size() > 1 && providers.size() != models.size())
    throw Fatal(kWrongUseExit,
                fmt::format("--judge-provider is given {} and --judge-model {}: name a "
                            "provider once for all judges, or one for each model",
                            text::counted(static_cast<std::int64_t>(providers.size()), "time"),
                            text::counted(static_cast<std::int64_t>(models.size()), "time")));
  std::set<std::pair<std::string, std::string>> known;
  for (std::size_t i = 0; i < models.size(); ++i) {
    const std::string provider = providers.size() > 1 ? providers[i] : "";
    if (!known.emplace(provider, models[i]).second)
      throw Fatal(kWrongUseExit, fmt::format("--judge-model names `{}` twice; to ask one judge "
                                             "several times, use --votes",
                                             models[i]));
    if (i > 0) out.push_back(fmt::format("judge {}", i + 1));
  }
  return out;
}

std::size_t place_of_judge(std::string_view stage) {
  std::size_t number = 0;
  for (const char c : stage)
    if (c >= '0' && c <= '9') number = 10 * number + static_cast<std::size_t>(c - '0');
  return number == 0 ? 0 : number - 1;
}

}  // namespace generator::cli
