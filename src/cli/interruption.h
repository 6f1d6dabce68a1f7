// Ctrl-C where no run of requests is under way, which has its own way to end.
#pragma once

namespace generator::cli {

/// From now on SIGINT, SIGTERM and SIGHUP end the process at once with exit code 130 and a line
/// that says how to go on. What is ignored on entry, as under nohup, stays ignored.
void end_when_interrupted();

}  // namespace generator::cli
