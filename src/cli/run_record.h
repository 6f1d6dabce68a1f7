// What a run was told and who answered it, kept beside its output, so that `explain` can ask the
// ledger what the run asked.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cli/session.h"
#include "cli/settings.h"

namespace generator::cli {

/// OUTPUT.run/run.json. No key, address, proxy or command is in it.
struct RunRecord {
  using Named = std::pair<std::string, std::vector<std::string>>;
  struct Stage {
    std::string name;  // "generate", "enrich", "judge"
    std::string provider, model;
    std::string identity;  // under which its replies stand in the ledger
  };
  std::string version;  // of the program
  std::string command;
  std::vector<std::string> input;
  std::vector<Named> options;  // that shape rows, by long name, wherever they were set
  std::string config;          // the path of config.yaml; "": there was none
  std::vector<Named> settings;  // of config.yaml, that no option stands for
  std::vector<Stage> stages;

  const Stage* stage(std::string_view name) const;
};

/// Of a command that asks nobody.
RunRecord record_of(const Settings& settings);
/// Of a command whose `stages` were asked.
RunRecord record_of(const Settings& settings, const Session& session,
                    const std::vector<std::string>& stages);

Status write_run_record(const RunRecord& record, const std::string& path);
/// Errors: kNotFound, kIo; kInvalidInput where it is no such record.
Result<RunRecord> read_run_record(const std::string& path);

/// The settings of that run, the options in `given` put in front of its own. Nothing comes from the
/// environment. Throws Fatal where the record names a command or option that is none.
Settings settings_of(const RunRecord& record, const Arguments& given);

}  // namespace generator::cli
