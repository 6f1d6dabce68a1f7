// Preloaded into a program: its k-th `new` finds no memory. Counted from the beginning of `main`.
//   CRASH_SHIM_FAIL_AT=k    the k-th throws std::bad_alloc (or returns nullptr, where that was asked for)
//   CRASH_SHIM_FAIL_ON=1    and all after it
//   CRASH_SHIM_COUNT=FILE   their number is written there at exit
#include <dlfcn.h>

#include <atomic>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <new>

namespace {

std::atomic<long> counted{0};
std::atomic<long> fails_at{0};
std::atomic<bool> fails_on{false}, has_begun{false};

bool fails() {
  if (!has_begun) return false;
  const long n = ++counted;
  return n == fails_at || (fails_on && fails_at > 0 && n > fails_at);
}

void* allocate(std::size_t size, std::size_t alignment) {
  if (fails()) return nullptr;
  if (size == 0) size = 1;
  if (alignment <= alignof(std::max_align_t)) return std::malloc(size);
  return std::aligned_alloc(alignment, (size + alignment - 1) / alignment * alignment);
}

void* allocate_or_throw(std::size_t size, std::size_t alignment) {
  if (void* memory = allocate(size, alignment)) return memory;
  throw std::bad_alloc();
}

using Main = int (*)(int, char**, char**);
Main real_main = nullptr;

int counted_main(int count, char** words, char** environment) {
  if (const char* at = std::getenv("CRASH_SHIM_FAIL_AT")) fails_at = std::atol(at);
  if (const char* on = std::getenv("CRASH_SHIM_FAIL_ON")) fails_on = *on == '1';
  has_begun = true;
  const int code = real_main(count, words, environment);
  has_begun = false;
  return code;
}

[[gnu::destructor]] void report() {
  const char* path = std::getenv("CRASH_SHIM_COUNT");
  std::FILE* file = path == nullptr ? nullptr : std::fopen(path, "w");
  if (file == nullptr) return;
  std::fprintf(file, "%ld\n", counted.load());
  std::fclose(file);
}

}  // namespace

extern "C" int __libc_start_main(Main main, int count, char** words, void (*init)(), void (*fini)(),
                                 void (*rtld_fini)(), void* stack_end) {
  real_main = main;
  const auto real = reinterpret_cast<decltype(&__libc_start_main)>(
      dlsym(RTLD_NEXT, "__libc_start_main"));
  return real(&counted_main, count, words, init, fini, rtld_fini, stack_end);
}

void* operator new(std::size_t size) { return allocate_or_throw(size, 0); }
void* operator new[](std::size_t size) { return allocate_or_throw(size, 0); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return allocate(size, 0); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept { return allocate(size, 0); }
void* operator new(std::size_t size, std::align_val_t alignment) {
  return allocate_or_throw(size, static_cast<std::size_t>(alignment));
}
void* operator new[](std::size_t size, std::align_val_t alignment) {
  return allocate_or_throw(size, static_cast<std::size_t>(alignment));
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { std::free(memory); }
