// A disk that is really full: the command on a small file system in memory, which is then made
// larger. Needs the right to mount; without it the sweeps of tests/crash, where the k-th write says
// ENOSPC, have to do.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>

#include "support/endpoint/endpoint.h"
#include "support/endpoint/place.h"
#include "support/sweep.h"

namespace generator {
namespace {

using endpoint::FakeEndpoint;
using endpoint::kVllm;
using endpoint::Place;
using testing::Ended;
using ::testing::HasSubstr;

constexpr int kDocuments = 60;
constexpr int kNotAllowed = 77;
const std::vector<std::string> kWords = {"--concurrency", "8"};

/// Whether a file system of `kib` KiB stands at `folder`, seen by this process and its children.
bool mount_small(const std::string& folder, int kib, unsigned long flags) {
  const std::string options = fmt::format("size={}k", kib);
  return ::mount("tmpfs", folder.c_str(), "tmpfs", flags, options.c_str()) == 0;
}

// In a process of its own, whose mounts nobody else sees: what goes wrong is said on standard error.
int fill(int kib, const std::string& url, const std::map<std::string, std::string>& right) {
  const Place place(GENERATOR, kVllm, url, kDocuments);
  const std::string run_folder = place / "rows.jsonl.run";
  std::filesystem::create_directory(run_folder);
  if (::unshare(CLONE_NEWNS) != 0 ||
      ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0 ||
      !mount_small(run_folder, kib, 0))
    return kNotAllowed;
  const auto fault = [&](const std::string& what) {
    fmt::print(stderr, "{} KiB: {}\n", kib, what);
    return 1;
  };
  const auto began = std::chrono::steady_clock::now();
  const Ended full = place.run(kWords);
  const auto took = testing::since(began);
  if (full.exit_code != 1) return fault(fmt::format("exit code {}: {}", full.exit_code, full.printed));
  if (!text::contains(full.printed, "No space left on device")) return fault(full.printed);
  if (took > std::chrono::seconds(5)) return fault(fmt::format("took {} ms", took.count()));
  if (path_exists(place / "rows.jsonl")) return fault("there is an output");
  const Ended verified = place.run_words({"ledger", "verify", "rows.jsonl.run/ledger"});
  const bool has_ledger = path_exists(run_folder + "/ledger/records");
  if (has_ledger && verified.exit_code != 0) return fault(verified.printed);
  if (!mount_small(run_folder, 8192, MS_REMOUNT)) return fault("cannot be made larger");
  const Ended again = place.run(kWords);
  if (again.exit_code != 0) return fault(again.printed);
  if (place.made() != right) return fault("other rows");
  ::umount(run_folder.c_str());
  return 0;
}

TEST(DiskFullSweep, EndsWithOneErrorKeepsWhatItHasAndGoesOnWhenThereIsRoom) {
  FakeEndpoint fake;
  const Place whole(GENERATOR, kVllm, fake.url(""), kDocuments);
  ASSERT_EQ(whole.run(kWords).exit_code, 0);
  const auto right = whole.made();
  const std::vector<int> sizes = testing::is_full_sweep()
                                     ? std::vector{4, 8, 12, 16, 24, 32, 48, 64, 80, 96, 112, 128}
                                     : std::vector{16, 64};
  for (const int kib : sizes) {
    const std::uint64_t before = fake.requests();
    const pid_t child = ::fork();
    if (child == 0) ::_exit(fill(kib, fake.url(""), right));
    int status = 0;
    ::waitpid(child, &status, 0);
    if (WIFEXITED(status) && WEXITSTATUS(status) == kNotAllowed)
      GTEST_SKIP() << "this user may not mount";
    EXPECT_EQ(status, 0) << kib << " KiB";
    // What was in the ledger when the disk was full is not asked again; what was in flight, and
    // what waited to be written, is.
    EXPECT_LE(fake.requests() - before, kDocuments * 3u + 2 * 8u);
  }
}

}  // namespace
}  // namespace generator
