#include "support/endpoint/faults.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "base/hash.h"
#include "base/random.h"

namespace generator::endpoint {
namespace {

constexpr std::size_t kHuge = 100'000'000;

constexpr std::array kNames = {"none",
                               "429",
                               "429 retry-after seconds",
                               "429 retry-after-ms",
                               "429 date",
                               "429 infinite",
                               "500 html",
                               "502 html",
                               "529",
                               "408",
                               "409",
                               "reset in body",
                               "closed before body",
                               "cut chunk",
                               "trickle",
                               "length too long",
                               "length too short",
                               "port refused",
                               "gzip bomb",
                               "100 MB body",
                               "invalid utf-8",
                               "nul byte",
                               "double headers",
                               "broken tool call",
                               "no choice",
                               "cut reply",
                               "filtered reply",
                               "other model"};

std::string http_date(std::time_t time) {
  return fmt::format("{:%a, %d %b %Y %H:%M:%S} GMT", fmt::gmtime(time));
}

Answer rate_limited(const Protocol& protocol, Fault fault, std::int64_t hint_ms) {
  Answer out = protocol.error(429, "Rate limit reached, please slow down.");
  const auto hint = [&](const char* name, std::string value) {
    out.headers.emplace_back(name, std::move(value));
  };
  if (fault == Fault::kRateLimitMs) hint("retry-after-ms", fmt::format("{}", hint_ms));
  if (fault == Fault::kRateLimitSeconds)
    hint("retry-after", fmt::format("{}", static_cast<double>(hint_ms) / 1000));
  if (fault == Fault::kRateLimitDate)
    hint("retry-after", http_date(std::time(nullptr) + hint_ms / 1000));
  if (fault == Fault::kRateLimitInfinite) hint("retry-after", "inf");
  return out;
}

Answer page(int status, std::string_view title) {
  Answer out;
  out.status = status;
  out.type = "text/html";
  out.body = fmt::format(
      "<html><head><title>{0} {1}</title></head><body><center><h1>{0} {1}</h1>"
      "</center><hr><center>nginx</center></body></html>\r\n",
      status, title);
  return out;
}

std::string with_byte_inside(std::string body, std::string_view bytes) {
  const std::size_t at = body.find("assistant");
  body.insert(at == std::string::npos ? body.size() / 2 : at + 4, bytes);
  return body;
}

std::string head(std::string_view length_field) {
  return fmt::format("HTTP/1.1 200 OK\r\ndate: {}\r\ncontent-type: application/json\r\n{}\r\n\r\n",
                     http_date(std::time(nullptr)), length_field);
}

}  // namespace

std::string_view name_of(Fault fault) { return kNames[static_cast<std::size_t>(fault)]; }

const std::vector<Fault>& all_faults() {
  static const std::vector<Fault> kinds = [] {
    std::vector<Fault> out;
    for (std::size_t i = 1; i < kNames.size(); ++i) out.push_back(static_cast<Fault>(i));
    return out;
  }();
  return kinds;
}

const std::vector<Fault>& recoverable_faults() {
  static const std::vector<Fault> kinds(all_faults().begin(), all_faults().end() - 2);
  return kinds;
}

FaultPlan::FaultPlan(std::uint64_t seed, double share, std::vector<Fault> kinds)
    : seed_(seed), share_(share), kinds_(std::move(kinds)) {
  Random(seed, "order of faults").shuffle(kinds_);
}

Fault FaultPlan::next(std::string_view body) {
  const std::uint64_t number = requests_++;
  if (kinds_.empty() || Random(seed_ + number, "fault").unit() >= share_) return Fault::kNone;
  if (++of_body_[checksum(body)] > kMostOfOne) return Fault::kNone;
  const Fault fault = kinds_[turn_++ % kinds_.size()];
  ++injected_[static_cast<int>(fault)];
  return fault;
}

std::uint64_t FaultPlan::injected(Fault fault) const {
  const auto found = injected_.find(static_cast<int>(fault));
  return found == injected_.end() ? 0 : found->second;
}

std::string to_bytes(const Answer& answer) {
  std::string out =
      fmt::format("HTTP/1.1 {} {}\r\ndate: {}\r\ncontent-type: {}\r\ncontent-length: {}\r\n",
                  answer.status, answer.status == 200 ? "OK" : "Error",
                  http_date(std::time(nullptr)), answer.type, answer.body.size());
  for (const auto& [name, value] : answer.headers) {
    out.append(name).append(": ").append(value).append("\r\n");
  }
  return out.append("\r\n").append(answer.body);
}

Delivery deliver(const Protocol& protocol, const Question& question, const Said& said, Fault fault,
                 std::int64_t hint_ms) {
  using End = Delivery::End;
  Said told = said;
  if (fault == Fault::kBrokenToolCall) told.has_broken_call = true;
  if (fault == Fault::kNoChoice) told.is_empty = true;
  if (fault == Fault::kFilteredReply) told.stop = Stop::kFiltered, told.text.clear();
  if (fault == Fault::kOtherModel) told.model = "another-model-0.1";
  if (fault == Fault::kCutReply) {
    told.stop = Stop::kLength;
    told.text.resize(told.text.size() / 3);
    while (!told.text.empty() && (told.text.back() & 0x80) != 0) told.text.pop_back();
  }
  const Answer answer = protocol.reply(question, told);
  const std::string whole = to_bytes(answer);
  const std::size_t body_at = whole.size() - answer.body.size();
  const std::string length = fmt::format("content-length: {}", answer.body.size());
  switch (fault) {
    case Fault::kRateLimit:
    case Fault::kRateLimitSeconds:
    case Fault::kRateLimitMs:
    case Fault::kRateLimitDate:
    case Fault::kRateLimitInfinite:
      return {to_bytes(rate_limited(protocol, fault, hint_ms))};
    case Fault::kServerErrorHtml:
      return {to_bytes(page(500, "Internal Server Error"))};
    case Fault::kBadGatewayHtml:
      return {to_bytes(page(502, "Bad Gateway"))};
    case Fault::kOverloaded529:
      return {to_bytes(protocol.error(529, "Overloaded"))};
    case Fault::kTimeout408:
      return {to_bytes(protocol.error(408, "Request timed out."))};
    case Fault::kConflict409:
      return {to_bytes(protocol.error(409, "Conflict, please try again."))};
    case Fault::kResetInBody:
      return {whole.substr(0, body_at + answer.body.size() / 2), 0, false, End::kReset};
    case Fault::kClosedBeforeBody:
      return {whole.substr(0, body_at), 0, false, End::kClose};
    case Fault::kCutChunk:
      return {head("transfer-encoding: chunked") +
                  fmt::format("{:x}\r\n{}", answer.body.size(),
                              answer.body.substr(0, answer.body.size() / 2)),
              0, false, End::kClose};
    case Fault::kTrickle:
      return {whole, 0, true, End::kClose};
    case Fault::kLengthTooLong:
      return {head(fmt::format("content-length: {}", answer.body.size() + 10)) + answer.body, 0,
              false, End::kClose};
    case Fault::kLengthTooShort:
      return {head(fmt::format("content-length: {}", answer.body.size() - 10)) + answer.body, 0,
              false, End::kClose};
    case Fault::kPortRefused:
      return {"", 0, false, End::kResetAndRefuse};
    case Fault::kGzipBomb: {
      static const std::string bomb = gzip_zeros(kHuge);
      return {head(fmt::format("content-encoding: gzip\r\ncontent-length: {}", bomb.size())) + bomb,
              0, false, End::kClose};
    }
    case Fault::kHugeBody:
      return {head(fmt::format("content-length: {}", kHuge)), kHuge, false, End::kClose};
    case Fault::kInvalidUtf8:
    case Fault::kNulByte: {
      Answer spoilt = answer;
      spoilt.body = with_byte_inside(
          answer.body, fault == Fault::kNulByte ? std::string_view("\0", 1) : "\xC3\x28");
      return {to_bytes(spoilt)};
    }
    case Fault::kDoubleHeaders:
      return {head(length + "\r\n" + length +
                   "\r\ncontent-type: text/plain\r\nserver: a\r\nserver: b") +
              answer.body};
    case Fault::kNone:
    case Fault::kBrokenToolCall:
    case Fault::kNoChoice:
    case Fault::kCutReply:
    case Fault::kFilteredReply:
    case Fault::kOtherModel:
      break;
  }
  return {whole};
}

// One deflate block with fixed codes: a literal zero, then "258 bytes from one back" again and
// again, 13 bits each.
std::string gzip_zeros(std::size_t size) {
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
  std::uint32_t bits = 0;
  int count = 0;
  const auto put = [&](std::uint32_t value, int width) {
    bits |= value << count;
    for (count += width; count >= 8; count -= 8, bits >>= 8) out += static_cast<char>(bits & 0xff);
  };
  const auto put_code = [&](std::uint32_t code, int width) {  // codes begin with their high bit
    for (int i = width - 1; i >= 0; --i) put(code >> i & 1, 1);
  };
  put(0b011, 3);            // last block, fixed codes
  put_code(0b00110000, 8);  // literal 0
  std::size_t made = 1;
  for (; made + 258 <= size; made += 258) {
    put_code(0b11000101, 8);  // length 258
    put_code(0, 5);           // distance 1
  }
  for (; made < size; ++made) put_code(0b00110000, 8);
  put_code(0, 7);       // end of block
  put(0, 7);            // to the next byte
  out.append(8, '\0');  // checksum and size: whoever gets so far has unpacked all of it
  return out;
}

}  // namespace generator::endpoint
