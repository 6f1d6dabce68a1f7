// Operations of a service that OpenAPI describes, carried out by requests to it.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "data/tool.h"
#include "data/tool_runner.h"
#include "execute/endpoint.h"
#include "execute/mcp_runner.h"
#include "execute/permit.h"
#include "web/exchange.h"

namespace generator::execute {

class HttpRunner final : public ToolRunner {
 public:
  /// `service.url`: what the operations' paths go behind.
  HttpRunner(std::vector<Tool> tools, Endpoint service, web::AddressGuard guard, Permit permit,
             RunnerOptions options);

  /// A status of 400 or more, no response in time, and arguments that cannot be sent are error
  /// results. Errors: kWrongUse where the permit does not allow the tool or the guard the address;
  /// kUnavailable where the service is not reached at all.
  Result<CallResult> call(const ToolCall& call) override;
  /// Runs `restore`, where there is one: the service itself knows of no sessions.
  Status reset() override;

 private:
  std::vector<Tool> tools_;
  Endpoint service_;
  web::Web web_;
  Permit permit_;
  RunnerOptions options_;
  std::unordered_map<std::string, std::size_t> index_;
};

/// A response as what a tool replied: its JSON, its text as JSON; of an error
/// {"error": what it says, "status"}; of what is neither {"media_type", "bytes"}; of none {"status"}.
CallResult to_call_result(const web::Response& response, std::size_t most);

}  // namespace generator::execute
