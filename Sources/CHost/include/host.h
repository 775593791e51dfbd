#ifndef SWEEPFARM_HOST_H
#define SWEEPFARM_HOST_H

// What the compute core may use of an x86-64 processor, one bit each in the order written here; a bit is set only where
// the processor has it and the operating system keeps its registers. 0 on other processors. The compiler's run-time asks
// CPUID and XGETBV.
static inline unsigned host_x86_features(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  const int has[] = {
      __builtin_cpu_supports("avx"),      __builtin_cpu_supports("avx2"),     __builtin_cpu_supports("bmi"),
      __builtin_cpu_supports("bmi2"),     __builtin_cpu_supports("f16c"),     __builtin_cpu_supports("fma"),
      __builtin_cpu_supports("lzcnt"),    __builtin_cpu_supports("movbe"),    __builtin_cpu_supports("avx512f"),
      __builtin_cpu_supports("avx512bw"), __builtin_cpu_supports("avx512cd"), __builtin_cpu_supports("avx512dq"),
      __builtin_cpu_supports("avx512vl"),
  };
  unsigned bits = 0;
  for (unsigned place = 0; place < sizeof has / sizeof has[0]; place++) bits |= (has[place] ? 1u : 0u) << place;
  return bits;
#else
  return 0;
#endif
}

// Asks the kernel to kill this process when its parent ends, however it ends. 0 on success.
int host_die_with_parent(void);

// A file of zeros without a name, for processes to share by its descriptor, which a started program does not inherit.
// -1 with errno set where the system has none left.
int host_shared_memory(long bytes);

#endif
