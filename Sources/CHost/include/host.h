// The microarchitecture level of an x86-64 host: 3 for AVX2, FMA and BMI, 4 with AVX-512 (F, BW, CD, DQ, VL); 0 below
// and elsewhere. The compiler's run-time asks CPUID and XGETBV.
#ifndef SWEEPFARM_HOST_H
#define SWEEPFARM_HOST_H

static inline int host_x86_level(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  int v3 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2");
  int v4 = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
  return v3 ? (v4 ? 4 : 3) : 0;
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
