#include <sodium.h>
#include <sys/prctl.h>
#include <sys/resource.h>

/* Neither a crash nor a debugger of the same user gets a copy of this process's memory.
   prctl is variadic, which Swift cannot call. 0 when done, -1 with errno otherwise. */
static inline int lethe_forbid_core_dumps(void) {
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0) return -1;
  return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
