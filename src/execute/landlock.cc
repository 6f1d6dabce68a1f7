#include "execute/landlock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace generator::execute {
namespace {

// As of linux/landlock.h, which older systems have only in part.
constexpr std::uint64_t kExecute = 1, kWriteFile = 2, kReadFile = 4, kReadDir = 8;
constexpr std::uint64_t kFirst = (1u << 13) - 1;  // version 1
constexpr std::uint64_t kRefer = 1u << 13, kTruncate = 1u << 14, kDeviceControl = 1u << 15;
constexpr std::uint64_t kConnect = 3;  // bind and connect, version 4
constexpr std::uint64_t kScopes = 3;   // abstract sockets and signals, version 6
constexpr int kPathBeneath = 1;
constexpr unsigned kAskVersion = 1;

struct Attributes {
  std::uint64_t files, network, scopes;
};
struct __attribute__((packed)) PathRule {
  std::uint64_t allowed;
  std::int32_t parent;
};

std::uint64_t all_of_files(int version) {
  std::uint64_t out = kFirst;
  if (version >= 2) out |= kRefer;
  if (version >= 3) out |= kTruncate;
  if (version >= 5) out |= kDeviceControl;
  return out;
}

Status allow(int rules, const std::string& path, std::uint64_t access) {
  const Descriptor file(::open(path.c_str(), O_PATH | O_CLOEXEC));
  if (!file.is_open()) return {};  // not there: nothing to allow
  struct stat about{};
  if (::fstat(file.get(), &about) != 0)
    return fail(ErrorKind::kIo, fmt::format("cannot look at {}: {}", path, std::strerror(errno)));
  if (!S_ISDIR(about.st_mode)) access &= kExecute | kWriteFile | kReadFile | kTruncate;
  const PathRule rule{access, file.get()};
  if (::syscall(SYS_landlock_add_rule, rules, kPathBeneath, &rule, 0) != 0)
    return fail(ErrorKind::kIo, fmt::format("Landlock does not take {}: {}", path, std::strerror(errno)));
  return {};
}

}  // namespace

int landlock_version() {
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kAskVersion);
  return version > 0 ? static_cast<int>(version) : 0;
}

Result<Descriptor> make_landlock(const LandlockRules& rules) {
  const int version = landlock_version();
  if (version == 0)
    return fail(ErrorKind::kUnavailable, "this kernel has no Landlock (Linux 5.13, with it in `lsm=`)");
  const std::uint64_t all = all_of_files(version);
  const Attributes attributes{all, version >= 4 && !rules.allows_connections ? kConnect : 0,
                              version >= 6 ? kScopes : 0};
  const std::size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  Descriptor out(static_cast<int>(::syscall(SYS_landlock_create_ruleset, &attributes, size, 0)));
  if (!out.is_open())
    return fail(ErrorKind::kIo, fmt::format("cannot make rules of Landlock: {}", std::strerror(errno)));
  for (const std::string& path : rules.readable)
    CHECK_OK(allow(out.get(), path, kExecute | kReadFile | kReadDir));
  for (const std::string& path : rules.writable) CHECK_OK(allow(out.get(), path, all));
  for (const std::string& path : rules.devices)
    CHECK_OK(allow(out.get(), path, (kReadFile | kWriteFile | kTruncate) & all));
  return out;
}

bool add_readable(int rules, const char* folder) {
  const int parent = ::open(folder, O_PATH | O_CLOEXEC);
  if (parent < 0) return false;
  const PathRule rule{kExecute | kReadFile | kReadDir, parent};
  const bool is_added = ::syscall(SYS_landlock_add_rule, rules, kPathBeneath, &rule, 0) == 0;
  ::close(parent);
  return is_added;
}

bool enter_landlock(int rules) { return ::syscall(SYS_landlock_restrict_self, rules, 0) == 0; }

}  // namespace generator::execute
