// Preloaded into a program: notes what it does to files below TRACE_SHIM_FOLDER, in order, into TRACE_SHIM_FILE, so
// that a test can play what a power cut would have left of them (power_cut_sweep.cc).
//
// A note: kind (1 byte), two numbers (8 bytes each), two lengths (4 bytes each), two texts; in the machine's byte order.
//   1 opened:    number of the file, 1 if it was made + 2 if it was emptied; path
//   2 written:   number, offset; bytes
//   3 synced:    number
//   4 folder synced: path
//   5 cut to:    number, size
//   6 renamed, 7 linked: from, to
//   8 unlinked, 9 folder made: path
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { kOpened = 1, kWritten, kSynced, kFolderSynced, kCut, kRenamed, kLinked, kUnlinked, kFolderMade };

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;

static int is_below(const char* path) {
  const char* folder = getenv("TRACE_SHIM_FOLDER");
  return folder != NULL && path != NULL && strncmp(path, folder, strlen(folder)) == 0;
}

static int path_of(int fd, char path[PATH_MAX]) {
  char link[64];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  const ssize_t n = readlink(link, path, PATH_MAX - 1);
  if (n <= 0) return 0;
  path[n] = '\0';
  return is_below(path);
}

static int is_watched(int fd) {
  char path[PATH_MAX];
  return path_of(fd, path);
}

static uint64_t number_of(int fd) {
  struct stat info;
  return fstat(fd, &info) == 0 ? info.st_ino : 0;
}

// All of it, by system calls of its own: `write` is watched.
static void put(int fd, const void* bytes, size_t size) {
  for (const char* at = bytes; size > 0;) {
    const long n = syscall(SYS_write, fd, at, size);
    if (n <= 0) abort();
    at += n;
    size -= (size_t)n;
  }
}

static void note(enum kind kind, uint64_t a, uint64_t b, const void* first, size_t first_size, const char* second) {
  static int fd = -1;
  if (fd < 0) fd = (int)syscall(SYS_openat, AT_FDCWD, getenv("TRACE_SHIM_FILE"), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) abort();
  const uint8_t code = (uint8_t)kind;
  const uint32_t sizes[2] = {(uint32_t)first_size, second == NULL ? 0 : (uint32_t)strlen(second)};
  put(fd, &code, sizeof code);
  put(fd, &a, sizeof a);
  put(fd, &b, sizeof b);
  put(fd, sizes, sizeof sizes);
  put(fd, first, first_size);
  if (second != NULL) put(fd, second, sizes[1]);
}

static void note_path(enum kind kind, const char* path, const char* to) { note(kind, 0, 0, path, strlen(path), to); }

#define REAL(type, name)                  \
  static type (*real)(PARAMETERS) = NULL; \
  if (real == NULL) real = (type(*)(PARAMETERS))dlsym(RTLD_NEXT, #name)

// The call, and its note if it succeeded, with nothing of another thread in between.
#define NOTED(type, name, watched, call, success, noting) \
  REAL(type, name);                                       \
  if (!(watched)) return call;                            \
  pthread_mutex_lock(&order);                             \
  type const result = call;                               \
  if (success) noting;                                    \
  pthread_mutex_unlock(&order);                           \
  return result

// ---- content

#define PARAMETERS int, const void*, size_t
ssize_t write(int fd, const void* bytes, size_t size) {
  struct stat info;
  const off_t at = (fcntl(fd, F_GETFL) & O_APPEND) != 0 ? (fstat(fd, &info) == 0 ? info.st_size : 0)
                                                        : lseek(fd, 0, SEEK_CUR);
  NOTED(ssize_t, write, is_watched(fd), real(fd, bytes, size), result > 0,
        note(kWritten, number_of(fd), (uint64_t)at, bytes, (size_t)result, NULL));
}
#undef PARAMETERS

#define PARAMETERS int, const struct iovec*, int
ssize_t writev(int fd, const struct iovec* parts, int count) {
  REAL(ssize_t, writev);
  if (!is_watched(fd)) return real(fd, parts, count);
  ssize_t all = 0;
  for (int i = 0; i < count; ++i) {
    const ssize_t n = write(fd, parts[i].iov_base, parts[i].iov_len);
    if (n < 0) return all > 0 ? all : -1;
    all += n;
    if ((size_t)n < parts[i].iov_len) break;
  }
  return all;
}
#undef PARAMETERS

#define PARAMETERS int, const void*, size_t, off_t
ssize_t pwrite(int fd, const void* bytes, size_t size, off_t offset) {
  NOTED(ssize_t, pwrite, is_watched(fd), real(fd, bytes, size, offset), result > 0,
        note(kWritten, number_of(fd), (uint64_t)offset, bytes, (size_t)result, NULL));
}
ssize_t pwrite64(int fd, const void* bytes, size_t size, off64_t offset) { return pwrite(fd, bytes, size, offset); }
#undef PARAMETERS

#define PARAMETERS int, off_t
int ftruncate(int fd, off_t size) {
  NOTED(int, ftruncate, is_watched(fd), real(fd, size), result == 0,
        note(kCut, number_of(fd), (uint64_t)size, "", 0, NULL));
}
int ftruncate64(int fd, off64_t size) { return ftruncate(fd, size); }
#undef PARAMETERS

static void note_sync(int fd) {
  struct stat info;
  char path[PATH_MAX];
  if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode) && path_of(fd, path))
    note_path(kFolderSynced, path, NULL);
  else
    note(kSynced, number_of(fd), 0, "", 0, NULL);
}

#define PARAMETERS int
int fsync(int fd) { NOTED(int, fsync, is_watched(fd), real(fd), result == 0, note_sync(fd)); }
int fdatasync(int fd) { NOTED(int, fdatasync, is_watched(fd), real(fd), result == 0, note_sync(fd)); }
#undef PARAMETERS

// ---- names

static void note_open(int fd, const char* path, int was_there, int flags) {
  const uint64_t what = (was_there ? 0 : 1) + ((flags & O_TRUNC) != 0 ? 2 : 0);
  if (what != 0) note(kOpened, number_of(fd), what, path, strlen(path), NULL);
}

#define OPEN(name)                                                      \
  va_list more;                                                         \
  va_start(more, flags);                                                \
  const mode_t mode = (flags & O_CREAT) != 0 ? va_arg(more, mode_t) : 0; \
  va_end(more);                                                         \
  const int was_there = (flags & O_CREAT) == 0 || access(path, F_OK) == 0; \
  NOTED(int, name, is_below(path) && (flags & (O_CREAT | O_TRUNC)) != 0, real(path, flags, mode), result >= 0, \
        note_open(result, path, was_there, flags))

#define PARAMETERS const char*, int, ...
int open(const char* path, int flags, ...) { OPEN(open); }
int open64(const char* path, int flags, ...) { OPEN(open64); }
#undef PARAMETERS

static FILE* note_fopen(FILE* stream, const char* path, int was_there) {
  note_open(fileno(stream), path, was_there, O_TRUNC);
  return stream;
}

#define PARAMETERS const char*, const char*
FILE* fopen(const char* path, const char* mode) {
  const int was_there = access(path, F_OK) == 0;
  NOTED(FILE*, fopen, is_below(path) && mode[0] == 'w', real(path, mode), result != NULL,
        note_fopen(result, path, was_there));
}
FILE* fopen64(const char* path, const char* mode) { return fopen(path, mode); }

int rename(const char* from, const char* to) {
  NOTED(int, rename, is_below(to), real(from, to), result == 0, note_path(kRenamed, from, to));
}
int link(const char* from, const char* to) {
  NOTED(int, link, is_below(to), real(from, to), result == 0, note_path(kLinked, from, to));
}
#undef PARAMETERS

#define PARAMETERS const char*
int unlink(const char* path) {
  NOTED(int, unlink, is_below(path), real(path), result == 0, note_path(kUnlinked, path, NULL));
}
#undef PARAMETERS
int remove(const char* path) { return unlink(path); }

#define PARAMETERS const char*, mode_t
int mkdir(const char* path, mode_t mode) {
  NOTED(int, mkdir, is_below(path), real(path, mode), result == 0, note_path(kFolderMade, path, NULL));
}
#undef PARAMETERS
