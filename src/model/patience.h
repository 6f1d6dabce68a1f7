// How long an answer is waited for before it is taken for lost: learned from those that came.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace generator {

struct PatienceOptions {
  std::int64_t least_ms = 10'000;
  std::int64_t most_ms = 600'000;  // and where nothing is known yet
};

/// One of a hundred requests to a busy service never ends; waiting ten minutes for it holds a place
/// that could have served hundreds. What has taken 2.5 times as long as the slowest of a hundred
/// like it is asked anew, after which it may take twice as long. Nothing is asked twice at once.
/// Pure.
class Patience {
 public:
  explicit Patience(PatienceOptions options = {}) : options_(options) {}

  /// For a request of `task` that was given up as lost `losses` times before.
  std::int64_t wait_ms(std::string_view task, int losses) const;
  void answered(std::string_view task, std::int64_t took_ms);
  /// It was given up. When that happens to more than a few of a hundred the server is slow, and not
  /// the request stuck: all are waited for longer.
  void lost(std::string_view task);

 private:
  struct Known {
    std::vector<std::int64_t> took;  // the last 512
    std::size_t answers = 0;
    std::int64_t slow_ms = 0;  // 99 of 100 are faster; 0: not known
    double lost = 0;           // of the last hundred or so, fading
    double longer = 1;
  };
  PatienceOptions options_;
  std::map<std::string, Known, std::less<>> tasks_;
};

}  // namespace generator
