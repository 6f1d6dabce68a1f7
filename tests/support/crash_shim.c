// Preloaded into a program: ends it at its n-th change of a file, or makes its k-th call fail.
//
// Counted are calls on files below CRASH_SHIM_FOLDER; pipes, sockets, terminals and libuv's eventfds are not.
//   CRASH_SHIM_COUNTS=changes   write, pwrite, writev, fsync, fdatasync, rename, link, unlink, ftruncate (default)
//                     syncs     fsync and fdatasync
//                     opens     open, openat, creat, fopen, opendir
//                     reads     read, pread, fread, getline
//   CRASH_SHIM_KILL_AT=n    SIGKILL in place of the n-th (from 1); a write is done by half first where n is even
//   CRASH_SHIM_FAIL_AT=k    the k-th fails with CRASH_SHIM_ERROR (ENOSPC, EIO, EDQUOT, EINTR, EMFILE), or is SHORT
//   CRASH_SHIM_FAIL_ON=1    and all after it
//   CRASH_SHIM_COUNT=FILE   their number is written there at exit
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { kChange, kSync, kOpen, kRead };

static atomic_long counted;

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

static int counts(enum kind kind) {
  const char* what = getenv("CRASH_SHIM_COUNTS");
  if (what == NULL || strcmp(what, "changes") == 0) return kind == kChange || kind == kSync;
  return (kind == kSync && strcmp(what, "syncs") == 0) || (kind == kOpen && strcmp(what, "opens") == 0) ||
         (kind == kRead && strcmp(what, "reads") == 0);
}

enum act { kGo, kKill, kKillByHalf, kFail, kShort };

static int error_number(const char* name) {
  if (strcmp(name, "EIO") == 0) return EIO;
  if (strcmp(name, "EDQUOT") == 0) return EDQUOT;
  if (strcmp(name, "EINTR") == 0) return EINTR;
  if (strcmp(name, "EMFILE") == 0) return EMFILE;
  return ENOSPC;
}

static enum act next_act(enum kind kind) {
  if (!counts(kind)) return kGo;
  const long n = atomic_fetch_add(&counted, 1) + 1;
  if (n == number_of("CRASH_SHIM_KILL_AT")) return n % 2 == 0 ? kKillByHalf : kKill;
  const long fails_at = number_of("CRASH_SHIM_FAIL_AT");
  if (fails_at == 0 || n < fails_at || (n > fails_at && number_of("CRASH_SHIM_FAIL_ON") == 0)) return kGo;
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

// A call that moves bytes: may be done by half.
#define MOVING(type, name, kind, watched, half, whole) \
  REAL(type, name);                                    \
  if (!(watched)) return whole;                        \
  switch (next_act(kind)) {                            \
    case kGo: return whole;                            \
    case kFail: return -1;                             \
    case kShort: return half;                          \
    case kKillByHalf:                                  \
      if (half >= 0) end_process();                    \
      end_process();                                   \
      return -1;                                       \
    default: end_process(); return -1;                 \
  }

// A call that happens or does not.
#define WHOLE(type, name, kind, failed, watched, whole) \
  REAL(type, name);                                     \
  if (!(watched)) return whole;                         \
  switch (next_act(kind)) {                             \
    case kGo:                                           \
    case kShort: return whole;                          \
    case kFail: return failed;                          \
    default: end_process(); return failed;              \
  }

#define PARAMETERS int, const void*, size_t
ssize_t write(int fd, const void* bytes, size_t size) {
  MOVING(ssize_t, write, kChange, is_watched(fd), real(fd, bytes, (size + 1) / 2), real(fd, bytes, size))
}
#undef PARAMETERS

#define PARAMETERS int, const void*, size_t, off_t
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  MOVING(ssize_t, pwrite, kChange, is_watched(fd), real(fd, bytes, (size + 1) / 2, offset),
         real(fd, bytes, size, offset))
}
#undef PARAMETERS

#define PARAMETERS int, const void*, size_t, off64_t
ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) {
  MOVING(ssize_t, pwrite64, kChange, is_watched(fd), real(fd, bytes, (size + 1) / 2, offset),
         real(fd, bytes, size, offset))
}
#undef PARAMETERS

#define PARAMETERS int, const struct iovec*, int
ssize_t writev(int fd, const struct iovec* parts, int count) {
  MOVING(ssize_t, writev, kChange, is_watched(fd), real(fd, parts, (count + 1) / 2), real(fd, parts, count))
}
#undef PARAMETERS

#define PARAMETERS int
int fsync(int fd) { WHOLE(int, fsync, kSync, -1, is_watched(fd), real(fd)) }
int fdatasync(int fd) { WHOLE(int, fdatasync, kSync, -1, is_watched(fd), real(fd)) }
#undef PARAMETERS

#define PARAMETERS int, off_t
int ftruncate(int fd, off_t size) { WHOLE(int, ftruncate, kChange, -1, is_watched(fd), real(fd, size)) }
#undef PARAMETERS

#define PARAMETERS int, off64_t
int ftruncate64(int fd, off64_t size) { WHOLE(int, ftruncate64, kChange, -1, is_watched(fd), real(fd, size)) }
#undef PARAMETERS

#define PARAMETERS const char*, const char*
int rename(const char* from, const char* to) { WHOLE(int, rename, kChange, -1, is_below(to), real(from, to)) }
int link(const char* from, const char* to) { WHOLE(int, link, kChange, -1, is_below(to), real(from, to)) }
#undef PARAMETERS

#define PARAMETERS const char*
int unlink(const char* path) { WHOLE(int, unlink, kChange, -1, is_below(path), real(path)) }
DIR* opendir(const char* path) { WHOLE(DIR*, opendir, kOpen, NULL, is_below(path), real(path)) }
#undef PARAMETERS

// ---- opening

static mode_t mode_of(int flags, va_list more) {
  return (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(more, mode_t) : 0;
}

#define MODE(flags)                         \
  va_list more;                             \
  va_start(more, flags);                    \
  const mode_t mode = mode_of(flags, more); \
  va_end(more)

#define PARAMETERS const char*, int, ...
int open(const char* path, int flags, ...) {
  MODE(flags);
  WHOLE(int, open, kOpen, -1, is_below(path), real(path, flags, mode))
}
int open64(const char* path, int flags, ...) {
  MODE(flags);
  WHOLE(int, open64, kOpen, -1, is_below(path), real(path, flags, mode))
}
#undef PARAMETERS

#define PARAMETERS int, const char*, int, ...
int openat(int folder, const char* path, int flags, ...) {
  MODE(flags);
  WHOLE(int, openat, kOpen, -1, is_below(path) || (path[0] != '/' && folder >= 0 && is_watched(folder)),
        real(folder, path, flags, mode))
}
int openat64(int folder, const char* path, int flags, ...) {
  MODE(flags);
  WHOLE(int, openat64, kOpen, -1, is_below(path) || (path[0] != '/' && folder >= 0 && is_watched(folder)),
        real(folder, path, flags, mode))
}
#undef PARAMETERS

#define PARAMETERS const char*, mode_t
int creat(const char* path, mode_t mode) { WHOLE(int, creat, kOpen, -1, is_below(path), real(path, mode)) }
#undef PARAMETERS

#define PARAMETERS const char*, const char*
FILE* fopen(const char* path, const char* mode) {
  WHOLE(FILE*, fopen, kOpen, NULL, is_below(path), real(path, mode))
}
FILE* fopen64(const char* path, const char* mode) {
  WHOLE(FILE*, fopen64, kOpen, NULL, is_below(path), real(path, mode))
}
#undef PARAMETERS

// ---- reading

#define PARAMETERS int, void*, size_t
ssize_t read(int fd, void* bytes, size_t size) {
  MOVING(ssize_t, read, kRead, is_watched(fd), real(fd, bytes, (size + 1) / 2), real(fd, bytes, size))
}
#undef PARAMETERS

#define PARAMETERS int, void*, size_t, off_t
ssize_t pread(int fd, void* bytes, size_t size, off_t offset) {
  MOVING(ssize_t, pread, kRead, is_watched(fd), real(fd, bytes, (size + 1) / 2, offset),
         real(fd, bytes, size, offset))
}
#undef PARAMETERS

#define PARAMETERS int, void*, size_t, off64_t
ssize_t pread64(int fd, void* bytes, size_t size, off64_t offset) {
  MOVING(ssize_t, pread64, kRead, is_watched(fd), real(fd, bytes, (size + 1) / 2, offset),
         real(fd, bytes, size, offset))
}
#undef PARAMETERS

// A stream that has met an error says so from then on.
static int failed(FILE* stream) {
  stream->_flags |= _IO_ERR_SEEN;
  return -1;
}

#define PARAMETERS void*, size_t, size_t, FILE*
size_t fread(void* bytes, size_t size, size_t count, FILE* stream) {
  WHOLE(size_t, fread, kRead, (failed(stream), 0), is_watched(fileno(stream)), real(bytes, size, count, stream))
}
#undef PARAMETERS

#define PARAMETERS char**, size_t*, FILE*
ssize_t getline(char** line, size_t* capacity, FILE* stream) {
  WHOLE(ssize_t, getline, kRead, failed(stream), is_watched(fileno(stream)), real(line, capacity, stream))
}
#undef PARAMETERS

__attribute__((destructor)) static void report(void) {
  const char* path = getenv("CRASH_SHIM_COUNT");
  if (path == NULL) return;
  FILE* file = fopen(path, "w");
  if (file == NULL) return;
  fprintf(file, "%ld\n", atomic_load(&counted));
  fclose(file);
}
