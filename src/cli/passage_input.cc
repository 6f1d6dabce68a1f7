#include "cli/passage_input.h"

#include "cli/chunk_input.h"
#include "cli/session.h"
#include "store/run_folder.h"

namespace generator::cli {

PassageInput::PassageInput(const Settings& settings, const std::string& rows) {
  PassageSource lookup;
  if (const auto source = settings.maybe("--source")) {
    spool_.emplace(must(TemporaryFile::create(".jsonl")));
    const ChunkInput input = load_chunks(settings, *source, spool_->path());
    for (const auto& line : input.notes) note(settings, line);
    source_ = std::make_unique<PassageIndex>(must(PassageIndex::open(spool_->path())));
    lookup = [this](std::string_view id) { return source_->find(id); };
  }
  passages_ = std::make_unique<Passages>(must(Passages::of(rows, std::move(lookup))));
}

std::vector<std::string> PassageInput::files() const {
  std::vector<std::string> out;
  if (const std::string beside = passages_->path(); !beside.empty()) out.push_back(beside);
  if (spool_) out.push_back(spool_->path());
  return out;
}

}  // namespace generator::cli
