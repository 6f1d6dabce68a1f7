// A dialogue for each of a list.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "run/dialogue.h"

namespace generator::cli {

class ListedDialogues final : public DialogueSource {
 public:
  /// The dialogue of the item at a place, from 0.
  using Begin = std::function<Result<std::unique_ptr<Dialogue>>(std::size_t)>;
  /// What `begin` holds must outlive this.
  ListedDialogues(std::size_t count, Begin begin) : count_(count), begin_(std::move(begin)) {}

  Result<std::unique_ptr<Dialogue>> next() override {
    if (at_ == count_) return nullptr;
    return begin_(at_++);
  }
  Status rewind() override {
    at_ = 0;
    return {};
  }
  std::optional<std::uint64_t> size() const override { return count_; }

 private:
  std::size_t count_;
  Begin begin_;
  std::size_t at_ = 0;
};

}  // namespace generator::cli
