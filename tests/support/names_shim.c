// Preloaded into a program: the host NAMES_SHIM_HOST is this machine, but its first NAMES_SHIM_FAILS lookups fail, as
// where a resolver is away.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

static atomic_long lookups;

int getaddrinfo(const char* name, const char* service, const struct addrinfo* hints, struct addrinfo** found) {
  static int (*real)(const char*, const char*, const struct addrinfo*, struct addrinfo**) = NULL;
  if (real == NULL)
    real = (int (*)(const char*, const char*, const struct addrinfo*, struct addrinfo**))dlsym(RTLD_NEXT, "getaddrinfo");
  const char* host = getenv("NAMES_SHIM_HOST");
  const char* fails = getenv("NAMES_SHIM_FAILS");
  if (host == NULL || name == NULL || strcmp(name, host) != 0) return real(name, service, hints, found);
  if (atomic_fetch_add(&lookups, 1) < (fails == NULL ? 0 : atol(fails))) return EAI_AGAIN;
  return real("127.0.0.1", service, hints, found);
}
