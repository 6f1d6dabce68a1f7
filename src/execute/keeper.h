// The process that stands between us and a server. It starts the server, is the parent of whatever
// the server leaves behind (in a process namespace of its own where there are any, else as the
// reaper of its descendants), and ends all of it when it is told to, when the server ends, and when
// we are gone: the pipe that it hears us through ends then.
//
// It is forked from a process with threads and never becomes another program, so it makes nothing
// but system calls on what was made ready before.
#pragma once

#include <sys/resource.h>
#include <sys/types.h>

#include <array>
#include <string>
#include <vector>

namespace generator::execute {

/// What the keeper is told through its pipe.
enum class KeeperOrder : char { kTerminate = 'T', kKill = 'K' };

struct KeeperLimit {
  int resource;
  rlim_t most;
};

/// Everything that is needed after the fork.
struct KeeperPlan {
  std::string program, folder;
  std::vector<char*> words, environment;  // ended by nullptr
  std::vector<KeeperLimit> limits;
  int input = -1, output = -1, complaints = -1;  // the server's ends
  int orders = -1;                               // read end
  int failure = -1;                              // gets errno where the server cannot be started
  int landlock = -1;                             // rules, or none
  unsigned long namespaces = 0;                  // flags of clone
  bool hides_mounts = false;                     // /run and other processes, in a mount namespace
  uid_t user = 0;                                // to run as; 0: as we do
  bool keeps_reading = false;  // `user` reads what only root may; what it may at all, Landlock says
  std::string user_map, group_map;               // of the user namespace; "": none
};

/// Forks the keeper; its number, or -1 with errno.
pid_t fork_keeper(const KeeperPlan& plan);

}  // namespace generator::execute
