// What goes wrong between a client and a vendor, on purpose and by seed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "support/endpoint/message.h"
#include "support/endpoint/protocol.h"

namespace generator::endpoint {

enum class Fault : std::uint8_t {
  kNone,
  // An error status, with and without a word of when to come back.
  kRateLimit,
  kRateLimitSeconds,
  kRateLimitMs,
  kRateLimitDate,
  kRateLimitInfinite,
  kServerErrorHtml,
  kBadGatewayHtml,
  kOverloaded529,
  kTimeout408,
  kConflict409,
  // The connection.
  kResetInBody,
  kClosedBeforeBody,
  kCutChunk,
  kTrickle,
  kLengthTooLong,
  kLengthTooShort,
  kPortRefused,
  // The bytes.
  kGzipBomb,
  kHugeBody,
  kInvalidUtf8,
  kNulByte,
  kDoubleHeaders,
  // What the model says, in a reply that is well formed.
  kBrokenToolCall,
  kNoChoice,
  kCutReply,
  // What no asking again mends, or what is told truly and changes the row.
  kFilteredReply,
  kOtherModel,
};

std::string_view name_of(Fault fault);
/// Every fault after which asking again gives the same rows.
const std::vector<Fault>& recoverable_faults();
/// Those, and a filtered reply and one of another model.
const std::vector<Fault>& all_faults();

/// Which requests are faulty: a share of them, drawn from a seed and the count of requests, every
/// kind in turn.
class FaultPlan {
 public:
  FaultPlan() = default;
  FaultPlan(std::uint64_t seed, double share, std::vector<Fault> kinds);

  /// The fate of the next request. The same body is spared after `kMostOfOne` faults, so that a
  /// client with more tries than that always gets its answer.
  Fault next(std::string_view body);
  std::uint64_t injected(Fault fault) const;

  static constexpr int kMostOfOne = 3;

 private:
  std::uint64_t seed_ = 0;
  double share_ = 0;
  std::vector<Fault> kinds_;
  std::uint64_t requests_ = 0;
  std::size_t turn_ = 0;
  std::unordered_map<std::uint64_t, int> of_body_;
  std::unordered_map<int, std::uint64_t> injected_;
};

/// How a response leaves the endpoint.
struct Delivery {
  enum class End : std::uint8_t { kKeep, kClose, kReset, kResetAndRefuse };
  std::string bytes;
  std::size_t filler = 0;  // bytes of 'x' after those
  bool trickles = false;   // one byte a second after the first half
  End end = End::kKeep;
};

/// A response as its bytes.
std::string to_bytes(const Answer& answer);
/// The response to a question under a fault. `hint_ms` is when a 429 says to come back.
Delivery deliver(const Protocol& protocol, const Question& question, const Said& said, Fault fault,
                 std::int64_t hint_ms);

/// `size` zeros in gzip, a thousandth as long.
std::string gzip_zeros(std::size_t size);

}  // namespace generator::endpoint
