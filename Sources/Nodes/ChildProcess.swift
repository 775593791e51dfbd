import Glibc
import Scheduling

/// How a process ended.
public enum ProcessEnd: Hashable, Sendable, CustomStringConvertible {
  case exited(Int32)
  case killed(signal: Int32)

  public var description: String {
    switch self {
    case .exited(let code): "exit code \(code)"
    case .killed(let signal): "signal \(signal)"
    }
  }

  /// The same with the signal's name.
  var sentence: String {
    switch self {
    case .exited: description
    case .killed(let signal): "\(self) (\(String(cString: strsignal(signal)).lowercased()))"
    }
  }
}

/// A process started by this one. Its standard input is one end of a socket whose other end is here: it ends when this
/// process does, however that ends, and the child can notice.
///
/// One thread at a time, which must live as long as the child: a child may ask the kernel to end with the thread that
/// started it. The child leads a process group of its own, so that Ctrl-C reaches only the process that decides what
/// becomes of its children.
final class ChildProcess {
  /// The first descriptor of those that a child is given besides its standard ones.
  static let firstGiven: Int32 = 3

  let identifier: pid_t
  /// This process's end of the socket.
  let connection: Int32
  private var end: ProcessEnd?

  /// Starts a program. Its standard output goes nowhere, its standard error is this process's; it inherits the
  /// environment and the blocked signals, which wait until the child takes them.
  ///
  /// - Parameter given: descriptors that the child finds from `firstGiven` on.
  /// - Throws: `CannotStart` with the system's reason.
  init(_ program: String, _ arguments: [String], giving given: [Int32] = []) throws(CannotStart) {
    var ends: [Int32] = [-1, -1]
    // A later child must not hold this one's socket open.
    let kind = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
    guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw CannotStart(program: program, code: errno) }
    defer { _ = close(ends[0]) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[0], STDIN_FILENO)
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
    for (place, descriptor) in given.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, descriptor, Self.firstGiven + Int32(place))
    }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    posix_spawnattr_setpgroup(&attributes, 0)
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var started: pid_t = 0
    let code = posix_spawn(&started, program, &actions, &attributes, &words, environ)
    guard code == 0 else {
      _ = close(ends[1])
      throw CannotStart(program: program, code: code)
    }
    identifier = started
    connection = ends[1]
  }

  deinit { _ = close(connection) }

  /// The file of this program, also where its folder is not in the path or a link leads to it.
  static func thisProgram() throws(CannotStart) -> String {
    guard let path = realpath("/proc/self/exe", nil) else { throw CannotStart(program: "/proc/self/exe", code: errno) }
    defer { free(path) }
    return String(cString: path)
  }

  /// How it ended; nil while it runs. The first call after the end takes the zombie away.
  func checkEnd() -> ProcessEnd? {
    guard end == nil else { return end }
    var status: Int32 = 0
    let answer = waitpid(identifier, &status, WNOHANG)
    if answer == identifier {
      let signal = status & 0x7F
      end = signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
    } else if answer == -1, errno == ECHILD {
      // Somebody else took its status, which is then lost.
      end = .exited(-1)
    }
    return end
  }

  /// Sends a signal, unless the process has ended: its number may be another's by then.
  func send(_ signal: Int32) {
    if checkEnd() == nil { kill(identifier, signal) }
  }

  /// Waits for the end, no longer than until `limit`.
  func wait(until limit: Moment) -> ProcessEnd? {
    while checkEnd() == nil, MonotonicClock.now < limit { usleep(500) }
    return checkEnd()
  }
}

/// A program that the system does not start.
public struct CannotStart: Error, CustomStringConvertible {
  public var program: String
  /// The system's error number.
  public var code: Int32

  public var description: String {
    "\(program): the system starts no worker process (\(String(cString: strerror(code)))); free memory or processes, "
      + "or use fewer --workers"
  }
}
