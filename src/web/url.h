// Parts of a URL, as RFC 3986 has them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace generator::web {

/// Whether it begins with http:// or https://.
bool is_url(std::string_view text);
/// In lower case.
std::string scheme_of(std::string_view url);
/// "host:port", for messages: without name and password.
std::string host_of(std::string_view url);
/// "https://host:port", in lower case.
std::string origin_of(std::string_view url);
/// Errors: kWrongUse where it is no http or https URL with a host, or carries a name or password.
Status check_url(std::string_view url);
/// Everything but letters, digits and "-._~" as %XX.
std::string percent_encoded(std::string_view text);

}  // namespace generator::web
