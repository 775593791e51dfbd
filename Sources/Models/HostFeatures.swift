#if arch(x86_64)
  import CHost

  /// The instruction sets this x86-64 host has, asked of the processor and the operating system once.
  func hostFeatures() -> [InstructionSet] {
    switch host_x86_level() {
    case 4...: [.v3, .v4]
    case 3: [.v3]
    default: []
    }
  }
#endif
