import Glibc

/// How many files and sockets this process may have open.
enum OpenFiles {
  /// Those that belong to no peer and no child: the transport's own, the journal's, the standard ones.
  private static let spare = 64
  /// For each process that this one starts: a socket, and a shared page or the connection on which it answers.
  private static let perProcess = 2

  /// Allows this process as many as its user may have.
  ///
  /// - Returns: how many.
  static func raiseLimit() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
    limit.rlim_cur = limit.rlim_max
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return Int(clamping: limit.rlim_cur)
  }

  /// The peers that a coordinator has room for; always one.
  static func connections(within limit: Int) -> Int { max(1, limit - spare) }

  /// The children that a process has room for; always one.
  static func processes(within limit: Int) -> Int { max(1, (limit - spare) / perProcess) }

  /// Raises this process's limit and sees to it that so many children fit into it.
  ///
  /// - Parameter option: what a person asked for them with.
  static func allow(processes: Int, askedWith option: String) throws(TooFewOpenFiles) {
    let limit = raiseLimit()
    let room = Self.processes(within: limit)
    guard processes > room else { return }
    throw TooFewOpenFiles(
      option: option, processes: processes, needed: processes * perProcess + spare, limit: limit, room: room)
  }
}

/// The system allows a process fewer open files than its children need.
public struct TooFewOpenFiles: Error, Hashable, CustomStringConvertible {
  /// What the children were asked for with, as `--cores`.
  public var option: String
  public var processes: Int
  /// Open files that they need.
  public var needed: Int
  public var limit: Int
  /// The children that the limit has room for.
  public var room: Int

  public var description: String {
    """
    \(option) \(processes) needs \(needed) open files and the system allows this process \(limit); raise the hard limit \
    (`ulimit -Hn`; LimitNOFILE= in a systemd unit) or use \(option) \(room)
    """
  }
}
