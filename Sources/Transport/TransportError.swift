import CZeroMQ
import Glibc

/// A fault of a socket or of the network under it: what failed, where, and what to do about it.
public struct TransportError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What a program may want to tell apart; the sentences are for people.
  public enum Kind: Hashable, Sendable {
    /// The endpoint cannot be read as `tcp://HOST:PORT` or `ipc://PATH`, or not for this use.
    case invalidEndpoint
    /// An option lies outside what libzmq can do or this farm allows.
    case invalidOption
    /// Another socket holds the address.
    case addressInUse
    /// This host has no such address, interface or folder.
    case addressUnavailable
    /// The system does not allow this user to open the address.
    case notPermitted
    /// The process or the host has no file descriptor or socket left.
    case outOfDescriptors
    /// A body larger than `SocketOptions.maximumMessageBytes`.
    case messageTooLarge
    /// A text that is no CURVE key, or two keys that are no pair.
    case invalidKey
    /// An address that others can reach, on a socket without keys.
    case unprotected
    /// The authenticator does not answer, or not as it must.
    case authenticatorFailed
    /// The socket was closed or its context ended.
    case closed
    /// Any other fault; `code` names it.
    case system
  }

  public let kind: Kind
  /// What failed, without a full stop.
  public let what: String
  /// The endpoint, the option or the call.
  public let place: String
  /// What a person can do, without a full stop.
  public let remedy: String
  /// The errno behind it; 0 when the fault was found before any call.
  public let code: Int32

  /// `tcp://127.0.0.1:80: bind failed (EACCES, Permission denied); choose a port of 1024 or above`.
  public var description: String {
    let cause = code == 0 ? "" : " (\(ErrorNumber(code)))"
    return "\(place): \(what)\(cause); \(remedy)"
  }

  init(_ kind: Kind, _ what: String, at place: String, remedy: String, code: Int32 = 0) {
    self.kind = kind
    self.what = what
    self.place = place
    self.remedy = remedy
    self.code = code
  }

  /// The fault libzmq reports for the call that just failed on this thread.
  static func last(_ what: String, at place: String) -> TransportError {
    let code = zmq_errno()
    let (kind, remedy) = ErrorNumber(code).meaning
    return TransportError(kind, "\(what) failed", at: place, remedy: remedy, code: code)
  }
}

/// An errno of the system or of libzmq, with its name and its meaning for a socket.
struct ErrorNumber: Hashable, CustomStringConvertible {
  let code: Int32

  init(_ code: Int32) { self.code = code }

  /// `EADDRINUSE, Address already in use`.
  var description: String {
    let text = zmq_strerror(code).map { String(cString: $0) } ?? "unknown error"
    return "\(name), \(text)"
  }

  var name: String { Self.names[code] ?? "errno \(code)" }

  var meaning: (kind: TransportError.Kind, remedy: String) {
    switch code {
    case EADDRINUSE:
      (.addressInUse, "stop the process that listens there, or choose another port (`*` takes a free one)")
    case EADDRNOTAVAIL, ENODEV:
      (.addressUnavailable, "bind to an address or interface of this host, or to `*` for all of them")
    case ENOENT, ENOTDIR: (.addressUnavailable, "create the folder of the socket file first")
    case EACCES, EPERM: (.notPermitted, "choose a port of 1024 or above, or a folder this user can write")
    case EMFILE, ENFILE: (.outOfDescriptors, "raise the limit of open files (`ulimit -n`)")
    case EINVAL: (.invalidEndpoint, "check the address: tcp://HOST:PORT or ipc://PATH")
    case ENAMETOOLONG: (.invalidEndpoint, "shorten the path of the socket file")
    case Self.contextEnded, ENOTSOCK: (.closed, "open a new socket; this one has ended")
    default: (.system, "see the system's log; if it persists, restart this process")
    }
  }

  /// libzmq's ETERM: the context of the socket was terminated.
  static let contextEnded = Int32(ETERM)

  private static let names: [Int32: String] = [
    EACCES: "EACCES", EADDRINUSE: "EADDRINUSE", EADDRNOTAVAIL: "EADDRNOTAVAIL", EAFNOSUPPORT: "EAFNOSUPPORT",
    EAGAIN: "EAGAIN", EBADF: "EBADF", EFAULT: "EFAULT", EHOSTUNREACH: "EHOSTUNREACH", EINTR: "EINTR",
    EINVAL: "EINVAL", EMFILE: "EMFILE", EMSGSIZE: "EMSGSIZE", ENAMETOOLONG: "ENAMETOOLONG", ENFILE: "ENFILE",
    ENODEV: "ENODEV", ENOENT: "ENOENT", ENOMEM: "ENOMEM", ENOTDIR: "ENOTDIR", ENOTSOCK: "ENOTSOCK",
    ENOTSUP: "ENOTSUP", EPERM: "EPERM", EPROTONOSUPPORT: "EPROTONOSUPPORT", contextEnded: "ETERM",
  ]
}
