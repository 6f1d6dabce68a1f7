// How patient we are with a server: time-outs and retries, from config.yaml.
#pragma once

#include "http/client.h"
#include "model/http_model.h"
#include "run/batch_run.h"

namespace generator::cli {

class Settings;

/// `llm.timeout.connect`, `.silence` and `.total`, in seconds, also with a fraction. Throws
/// Fatal(2) that names file and line.
http::ClientOptions client_options(const Settings& settings);
/// `llm.retry.most` (tries beyond the first), `.first` and `.longest` (seconds). Throws Fatal(2).
RetryOptions retry_options(const Settings& settings);

/// `llm.batch.requests`, `.at_once`, and `.first_look`, `.longest_look` and `.listed_after`
/// (seconds). Throws Fatal(2).
BatchOptions batch_options(const Settings& settings, std::string_view stage);

/// The keys below `llm.` that are read here.
inline constexpr const char* kNetworkFields[] = {
    "timeout.connect",  "timeout.silence",    "timeout.total",     "retry.most",
    "retry.first",      "retry.longest",      "batch.requests",    "batch.at_once",
    "batch.first_look", "batch.longest_look", "batch.listed_after"};

}  // namespace generator::cli
