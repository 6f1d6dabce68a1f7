// A service behind an address, and what every request to it carries.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "web/exchange.h"

namespace generator::execute {

struct Endpoint {
  std::string url;
  std::vector<std::string> headers = {};      // "Name: value"
  std::vector<std::string> credentials = {};  // headers that no other origin gets
  std::string query = {};                     // "key=value&…", encoded, behind every URL
  std::vector<std::string> secrets = {};      // texts that nothing may show

  std::string with_query(std::string_view whole) const;
  /// Adds to a request what every request carries.
  void complete(web::Request& request) const;
  /// `text` with "***" where a secret stands.
  std::string without_secrets(std::string text) const;
};

/// A header or a parameter of the query as a person gives it: "Name: text", "name=text"; `{NAME}`
/// in the text is the environment's variable NAME, and makes it a secret.
/// Errors: kWrongUse, where it has no such form, or the variable is not set.
Status add_header(std::string_view given, Endpoint& out);
Status add_query(std::string_view given, Endpoint& out);

}  // namespace generator::execute
