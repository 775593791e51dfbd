#define _GNU_SOURCE
#include "host.h"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

int host_die_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL); }

int host_shared_memory(long bytes) {
  int descriptor = memfd_create("sweepfarm", MFD_CLOEXEC);
  if (descriptor >= 0 && ftruncate(descriptor, bytes) != 0) {
    close(descriptor);
    return -1;
  }
  return descriptor;
}
