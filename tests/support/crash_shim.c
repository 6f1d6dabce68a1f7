// Preloaded into a program: ends it at its n-th change of a file, or makes its k-th change fail.
//
// Counted are write, pwrite, writev, fsync, fdatasync, rename, link, unlink and ftruncate on files below
// CRASH_SHIM_FOLDER; pipes, sockets, terminals and libuv's eventfds are not.
//   CRASH_SHIM_KILL_AT=n    SIGKILL in place of the n-th change (from 1); a write is done by half first where n is even
//   CRASH_SHIM_FAIL_AT=k    the k-th change fails with CRASH_SHIM_ERROR (ENOSPC, EIO, EDQUOT, EINTR), or is SHORT
//   CRASH_SHIM_COUNT=FILE   the number of changes is written there at exit
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long changes;

static long number_of(const char* name) {
  const char* value = getenv(name);
  return value == NULL ? 0 : atol(value);
}

static int is_below(const char* path) {
  const char* folder = getenv("CRASH_SHIM_FOLDER");
  return folder != NULL && path != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int is_watched(int fd) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t n = readlink(link, path, sizeof path - 1);
  if (n <= 0) return 0;
  path[n] = '\0';
  return is_below(path);
}

enum act { kGo, kKill, kKillByHalf, kFail, kShort };

static int error_number(const char* name) {
  if (strcmp(name, "EIO") == 0) return EIO;
  if (strcmp(name, "EDQUOT") == 0) return EDQUOT;
  if (strcmp(name, "EINTR") == 0) return EINTR;
  return ENOSPC;
}

static enum act next_act(void) {
  const long n = atomic_fetch_add(&changes, 1) + 1;
  if (n == number_of("CRASH_SHIM_KILL_AT")) return n % 2 == 0 ? kKillByHalf : kKill;
  if (n != number_of("CRASH_SHIM_FAIL_AT")) return kGo;
  const char* error = getenv("CRASH_SHIM_ERROR");
  if (error != NULL && strcmp(error, "SHORT") == 0) return kShort;
  errno = error_number(error == NULL ? "ENOSPC" : error);
  return kFail;
}

static void end_process(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

#define REAL(type, name)                                            \
  static type (*real)(PARAMETERS) = NULL;                           \
  if (real == NULL) real = (type(*)(PARAMETERS))dlsym(RTLD_NEXT, #name)

// A call that moves `size` bytes: may be done by half.
#define WRITE_LIKE(type, name, watched, half, whole) \
  REAL(type, name);                                  \
  if (!(watched)) return whole;                      \
  switch (next_act()) {                              \
    case kGo: return whole;                          \
    case kFail: return -1;                           \
    case kShort: return half;                        \
    case kKillByHalf:                                \
      if (half >= 0) end_process();                  \
      end_process();                                 \
      return -1;                                     \
    default: end_process(); return -1;               \
  }

// A call that happens or does not.
#define WHOLE_LIKE(name, watched, whole)                        \
  REAL(int, name);                                              \
  if (!(watched)) return whole;                                 \
  switch (next_act()) {                                         \
    case kGo:                                                   \
    case kShort: return whole;                                  \
    case kFail: return -1;                                      \
    default: end_process(); return -1;                          \
  }

#define PARAMETERS int, const void*, size_t
ssize_t write(int fd, const void* bytes, size_t size) {
  WRITE_LIKE(ssize_t, write, is_watched(fd), real(fd, bytes, (size + 1) / 2), real(fd, bytes, size))
}
#undef PARAMETERS

#define PARAMETERS int, const void*, size_t, off_t
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  WRITE_LIKE(ssize_t, pwrite, is_watched(fd), real(fd, bytes, (size + 1) / 2, offset),
             real(fd, bytes, size, offset))
}
#undef PARAMETERS

#define PARAMETERS int, const void*, size_t, off64_t
ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
  WRITE_LIKE(ssize_t, pwrite64, is_watched(fd), real(fd, bytes, (size + 1) / 2, offset),
             real(fd, bytes, size, offset))
}
#undef PARAMETERS

#define PARAMETERS int, const struct iovec*, int
ssize_t writev(int fd, const struct iovec* parts, int count) {
  WRITE_LIKE(ssize_t, writev, is_watched(fd), real(fd, parts, (count + 1) / 2), real(fd, parts, count))
}
#undef PARAMETERS

#define PARAMETERS int
int fsync(int fd) { WHOLE_LIKE(fsync, is_watched(fd), real(fd)) }
int fdatasync(int fd) { WHOLE_LIKE(fdatasync, is_watched(fd), real(fd)) }
#undef PARAMETERS

#define PARAMETERS int, off_t
int ftruncate(int fd, off_t size) { WHOLE_LIKE(ftruncate, is_watched(fd), real(fd, size)) }
#undef PARAMETERS

#define PARAMETERS int, off64_t
int ftruncate64(int fd, off64_t size) { WHOLE_LIKE(ftruncate64, is_watched(fd), real(fd, size)) }
#undef PARAMETERS

#define PARAMETERS const char*, const char*
int rename(const char* from, const char* to) { WHOLE_LIKE(rename, is_below(to), real(from, to)) }
int link(const char* from, const char* to) { WHOLE_LIKE(link, is_below(to), real(from, to)) }
#undef PARAMETERS

#define PARAMETERS const char*
int unlink(const char* path) { WHOLE_LIKE(unlink, is_below(path), real(path)) }
#undef PARAMETERS

__attribute__((destructor)) static void report(void) {
  const char* path = getenv("CRASH_SHIM_COUNT");
  if (path == NULL) return;
  FILE* file = fopen(path, "w");
  if (file == NULL) return;
  fprintf(file, "%ld\n", atomic_load(&changes));
  fclose(file);
}
