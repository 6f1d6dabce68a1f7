// One slow reply must not stop the others, nor let their results pile up: past a few in memory,
// finished items wait in a nameless file. (Redoing the dialogue from the ledger at its turn would
// need a source that can give an item twice; standard input cannot, and a failed call is not in the
// ledger. A file of results needs neither.)
#include "run/finished_queue.h"

#include <utility>

#include "base/json.h"
#include "run/wire.h"

namespace generator {

std::string encode_finished(const Finished& finished) {
  std::string out;
  wire::put_varint(finished.examples.size(), out);
  std::string row;
  for (const Example& example : finished.examples) {
    row.clear();
    json::Writer writer(row);
    write_example(writer, example);
    wire::put_bytes(row, out);
  }
  wire::put_varint(finished.tool_uses.size(), out);
  for (const ToolUse& use : finished.tool_uses) wire::put_bytes(tool_use_text(use), out);
  wire::put_varint(finished.rejects.size(), out);
  for (const Reject& reject : finished.rejects) {
    for (const std::string* text : {&reject.code, &reject.detail, &reject.item, &reject.row})
      wire::put_bytes(*text, out);
    wire::put_varint(reject.dropped ? 1 : 0, out);
  }
  return out;
}

Result<Finished> decode_finished(std::string_view bytes) {
  const tl::unexpected<Error> damaged =
      fail(ErrorKind::kCorrupt, "the temporary file of finished items is damaged");
  Finished finished;
  const std::optional<std::uint64_t> examples = wire::take_varint(bytes);
  for (std::uint64_t i = 0; i < examples.value_or(0); ++i) {
    const std::optional<std::string_view> row = wire::take_bytes(bytes);
    if (!row) return damaged;
    TRY(const json::Document document, json::Document::parse(*row));
    TRY(Example example, read_example(document.root()));
    finished.examples.push_back(std::move(example));
  }
  const std::optional<std::uint64_t> uses = wire::take_varint(bytes);
  for (std::uint64_t i = 0; i < uses.value_or(0); ++i) {
    const std::optional<std::string_view> row = wire::take_bytes(bytes);
    if (!row) return damaged;
    TRY(const json::Document document, json::Document::parse(*row));
    TRY(ToolUse use, read_tool_use(document.root()));
    finished.tool_uses.push_back(std::move(use));
  }
  const std::optional<std::uint64_t> rejects = wire::take_varint(bytes);
  if (!examples || !uses || !rejects) return damaged;
  for (std::uint64_t i = 0; i < *rejects; ++i) {
    Reject& reject = finished.rejects.emplace_back();
    for (std::string* text : {&reject.code, &reject.detail, &reject.item, &reject.row}) {
      const std::optional<std::string_view> field = wire::take_bytes(bytes);
      if (!field) return damaged;
      *text = *field;
    }
    const std::optional<std::uint64_t> dropped = wire::take_varint(bytes);
    if (!dropped) return damaged;
    reject.dropped = *dropped != 0;
  }
  return finished;
}

FinishedQueue::FinishedQueue(std::size_t held, std::string folder, FinishedSink sink)
    : held_(held), file_(std::move(folder)), sink_(std::move(sink)) {}

Status FinishedQueue::add(std::uint64_t index, std::optional<Finished> finished) {
  if (index != next_) {
    if (finished && in_memory_.size() >= held_) return put_in_file(index, *finished);
    in_memory_.emplace(index, std::move(finished));
    return {};
  }
  CHECK_OK(hand_on(index, std::move(finished)));
  for (;;) {
    if (auto held = in_memory_.extract(next_); !held.empty()) {
      CHECK_OK(hand_on(held.key(), std::move(held.mapped())));
    } else if (const Place* place = place_of(next_)) {
      TRY(Finished taken, take_from_file(*place));
      --in_file_;
      CHECK_OK(hand_on(next_, std::move(taken)));
    } else {
      break;
    }
  }
  if (in_file_ == 0) {  // the file is written from its beginning again
    file_.clear();
    places_.clear();
    first_place_ = next_;
  }
  return {};
}

const FinishedQueue::Place* FinishedQueue::place_of(std::uint64_t index) const {
  if (index < first_place_ || index - first_place_ >= places_.size()) return nullptr;
  const Place& place = places_[index - first_place_];
  return place.size == 0 ? nullptr : &place;
}

Status FinishedQueue::hand_on(std::uint64_t index, std::optional<Finished> finished) {
  next_ = index + 1;
  while (!places_.empty() && first_place_ < next_) {
    places_.pop_front();
    ++first_place_;
  }
  return finished ? sink_(index, *finished) : Status{};
}

Status FinishedQueue::put_in_file(std::uint64_t index, const Finished& finished) {
  const std::string bytes = encode_finished(finished);
  TRY(const std::uint64_t offset, file_.append(bytes));
  if (places_.empty()) first_place_ = next_;
  if (index - first_place_ >= places_.size()) places_.resize(index - first_place_ + 1);
  places_[index - first_place_] = {offset, bytes.size()};
  ++in_file_;
  ++spooled_;
  return {};
}

Result<Finished> FinishedQueue::take_from_file(const Place& place) {
  TRY(const std::string bytes, file_.read(place.offset, place.size));
  return decode_finished(bytes);
}

}  // namespace generator
