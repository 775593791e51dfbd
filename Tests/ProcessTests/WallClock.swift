import Foundation

/// A wall clock that a test sets for the programs it starts; their monotonic clock goes on as it is.
struct WallClock {
  /// Stands in for the C library's clocks. libfaketime would do, but it moves the environment, from which Swift programs
  /// find their arguments.
  private static let source = """
    #define _GNU_SOURCE
    #include <dlfcn.h>
    #include <stdio.h>
    #include <stdlib.h>
    #include <sys/time.h>
    #include <time.h>
    static time_t offset(void) {
      FILE *file = fopen(getenv("TEST_CLOCK"), "r");
      long seconds = 0;
      if (file) { if (fscanf(file, "%ld", &seconds) != 1) seconds = 0; fclose(file); }
      return seconds;
    }
    int clock_gettime(clockid_t clock, struct timespec *at) {
      static int (*real)(clockid_t, struct timespec *);
      if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
      int code = real(clock, at);
      if (code == 0 && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) at->tv_sec += offset();
      return code;
    }
    int gettimeofday(struct timeval *restrict at, void *restrict zone) {
      struct timespec now;
      int code = clock_gettime(CLOCK_REALTIME, &now);
      at->tv_sec = now.tv_sec;
      at->tv_usec = now.tv_nsec / 1000;
      return code;
    }
    time_t time(time_t *at) {
      struct timespec now;
      clock_gettime(CLOCK_REALTIME, &now);
      if (at) *at = now.tv_sec;
      return now.tv_sec;
    }
    """

  private let file: String
  /// The command that starts a program under this clock.
  let wrapper: [String]

  /// Nil where there is no C compiler.
  init?(in sandbox: Sandbox) throws {
    file = sandbox.path("clock")
    let (code, library) = (sandbox.path("clock.c"), sandbox.path("clock.so"))
    try Self.source.write(toFile: code, atomically: true, encoding: .utf8)
    let compilers = ["clang", "cc", "gcc"]
    guard compilers.contains(where: { succeeds([$0, "-shared", "-fPIC", "-o", library, code, "-ldl"]) }) else {
      return nil
    }
    wrapper = ["env", "LD_PRELOAD=\(library)", "TEST_CLOCK=\(file)"]
    try set(0)
  }

  /// - Parameter offset: seconds that the clock is fast.
  func set(_ offset: Int) throws { try "\(offset)".write(toFile: file, atomically: true, encoding: .utf8) }
}
