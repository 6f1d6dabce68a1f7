// How patient we are with a server: time-outs and retries, from config.yaml.
#pragma once

#include "http/client.h"
#include "model/http_model.h"

namespace generator::cli {

class Settings;

/// `llm.timeout.connect`, `.silence` and `.total`, in seconds, also with a fraction. Throws
/// Fatal(2) that names file and line.
http::ClientOptions client_options(const Settings& settings);
/// `llm.retry.most` (tries beyond the first), `.first` and `.longest` (seconds). Throws Fatal(2).
RetryOptions retry_options(const Settings& settings);

/// The keys below `llm.` that are read here.
inline constexpr const char* kNetworkFields[] = {"timeout.connect", "timeout.silence",
                                                 "timeout.total",   "retry.most",
                                                 "retry.first",     "retry.longest"};

}  // namespace generator::cli
