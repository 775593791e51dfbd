import CHost
import Glibc
import Synchronization

/// A number in memory that a child process writes and its parent reads: how far a job is. It outlives the child, so what
/// a child did last is known however it ended, and telling costs one store.
final class ProgressPage {
  /// The job was given, and nothing of it is known to be begun.
  static let notBegun = UInt64.max
  private static let bytes = 4096

  /// To be given to the child.
  let descriptor: Int32
  // Two processes share these bytes, which no value of the language can.
  private let memory: UnsafeMutableRawPointer
  private let number: UnsafeMutablePointer<Atomic<UInt64>>

  /// A page of its own.
  ///
  /// - Throws: `CannotStart` with the system's reason.
  convenience init() throws(CannotStart) {
    try self.init(mapping: host_shared_memory(Self.bytes))
  }

  /// The page that the parent gave under this descriptor, which is closed in the end.
  ///
  /// - Throws: `CannotStart` where it is not such a page.
  init(mapping descriptor: Int32) throws(CannotStart) {
    var facts = stat()
    guard descriptor >= 0, fstat(descriptor, &facts) == 0, facts.st_size == Self.bytes,
      let memory = mmap(nil, Self.bytes, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), memory != MAP_FAILED
    else { throw CannotStart(program: "shared memory", code: errno) }
    self.descriptor = descriptor
    self.memory = memory
    number = memory.bindMemory(to: Atomic<UInt64>.self, capacity: 1)
  }

  deinit {
    munmap(memory, Self.bytes)
    close(descriptor)
  }

  /// Blocks done of the job, or samples passed of its only block where it is careful.
  var progress: UInt64 {
    get { number.pointee.load(ordering: .relaxed) }
    set { number.pointee.store(newValue, ordering: .relaxed) }
  }
}
