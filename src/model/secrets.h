// Keys out of what is shown.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace generator {

/// `message` with every value of a header that carries a key (authorization, x-api-key,
/// x-goog-api-key, proxy-authorization) replaced by "[key]": servers and proxies quote what they
/// were sent. Values under 6 characters are no keys.
std::string without_keys(std::string message, const http::Headers& sent);

}  // namespace generator
