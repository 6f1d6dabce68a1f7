#include "world/faults.h"

#include <fmt/format.h>

#include <utility>

namespace generator::world {
namespace {

std::pair<int, std::string_view> status_of(Fault fault) {
  switch (fault) {
    case Fault::kBadArguments:
      return {400, "Bad Request"};
    case Fault::kNotFound:
      return {404, "Not Found"};
    case Fault::kExists:
    case Fault::kNotReady:
      return {409, "Conflict"};
    case Fault::kTooMany:
      return {429, "Too Many Requests"};
    case Fault::kUnavailable:
      return {503, "Service Unavailable"};
    case Fault::kTimeout:
      return {504, "Gateway Timeout"};
  }
  return {500, "Internal Server Error"};
}

bool tells_status(const Plan& plan) {
  if (!plan.sample) return false;
  const auto status = plan.sample->root().find("status");
  return status && (status->text() == "success" || status->text() == "ok");
}

}  // namespace

std::string fault_reply(const Plan& plan, Fault fault, const std::string& message) {
  std::string out;
  json::Writer writer(out);
  writer.begin_object();
  if (!plan.tool->source.method.empty()) {
    const auto [status, title] = status_of(fault);
    writer.field("status", std::int64_t{status}).field("error", title).field("message", message);
  } else if (tells_status(plan)) {
    writer.field("status", "error").field("message", message);
  } else {
    writer.field("error", message);
  }
  writer.end_object();
  return out;
}

std::string passing_fault(const Plan& plan, std::uint64_t draw) {
  if (draw % 3 == 0)
    return fault_reply(plan, Fault::kTooMany,
                       fmt::format("too many requests; try again in {} s", 1 + draw / 3 % 5));
  if (draw % 3 == 1)
    return fault_reply(plan, Fault::kUnavailable, "temporarily unavailable; try again");
  return fault_reply(plan, Fault::kTimeout,
                     fmt::format("timed out after {} s", 10 * (1 + draw / 3 % 3)));
}

}  // namespace generator::world
