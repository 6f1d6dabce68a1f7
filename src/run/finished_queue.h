// Finished items in input order, in constant memory.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "base/result.h"
#include "run/dialogue.h"
#include "run/nameless_file.h"

namespace generator {

/// Receives the items of a run in input order, each once. What can be decided in that order only (a
/// repeated question) it moves from the examples to the rejects; what it leaves is counted.
using FinishedSink = std::function<Status(std::uint64_t index, Finished& finished)>;

/// Takes items in any order and hands them on in order of their index, from 0. Of those that came
/// early at most `held` are kept in memory, the others in a nameless file in `folder`.
class FinishedQueue {
 public:
  FinishedQueue(std::size_t held, std::string folder, FinishedSink sink);
  FinishedQueue(const FinishedQueue&) = delete;
  FinishedQueue& operator=(const FinishedQueue&) = delete;

  /// Item `index` is finished; nothing: it has no result and is passed over. Hands on whatever is
  /// next in order. Errors: the sink's; kIo from the file.
  Status add(std::uint64_t index, std::optional<Finished> finished);
  std::uint64_t next() const { return next_; }  // the index that is waited for
  std::size_t waiting() const { return in_memory_.size() + in_file_; }
  std::uint64_t spooled() const { return spooled_; }  // items that went through the file

 private:
  struct Place {
    std::uint64_t offset = 0;
    std::uint64_t size = 0;  // 0: the item is not in the file; no item has no bytes
  };
  const Place* place_of(std::uint64_t index) const;
  Status hand_on(std::uint64_t index, std::optional<Finished> finished);
  Status put_in_file(std::uint64_t index, const Finished& finished);
  Result<Finished> take_from_file(const Place& place);

  std::size_t held_;
  NamelessFile file_;
  FinishedSink sink_;
  std::uint64_t next_ = 0;
  std::map<std::uint64_t, std::optional<Finished>> in_memory_;
  std::deque<Place> places_;  // of items from first_place_ on
  std::uint64_t first_place_ = 0;
  std::size_t in_file_ = 0;
  std::uint64_t spooled_ = 0;
};

/// The bytes of an item in that file.
std::string encode_finished(const Finished& finished);
Result<Finished> decode_finished(std::string_view bytes);

}  // namespace generator
