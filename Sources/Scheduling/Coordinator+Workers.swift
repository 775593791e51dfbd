import Wire

extension Coordinator {
  /// Where the workers spoke last, in the order of their sessions.
  public var peers: [(session: Session, peer: Peer)] {
    sessions.sorted { $0.key < $1.key }.map { ($0.key, $0.value.peer) }
  }

  /// Everybody who computes, by host and name.
  func workers(at now: Moment) -> [WorkerStatus] {
    sessions.sorted {
      ($0.value.host, $0.value.worker.number, $0.key) < ($1.value.host, $1.value.worker.number, $1.key)
    }
    .map { _, book in
      WorkerStatus(
        worker: book.worker, host: book.host, cores: book.cores, leases: book.leases.count,
        closedBlocks: book.closedBlocks, failures: book.failures,
        heardNanosecondsAgo: now.since(book.heardAt).nanoseconds,
        drained: hosts[book.host]?.drained ?? (book.isDrained ? Self.byOrder : nil))
    }
  }

  private static var byOrder: String { "by order" }

  /// Leases no more to a host, or to the workers whose name begins with these digits; or does so again. What they hold
  /// they keep. Holds for this life of the coordinator.
  mutating func drain(_ name: String, undo: Bool) -> ClientReply.Body {
    if hosts[name] != nil {
      changeHost(name) {
        $0.drained = undo ? nil : $0.drained ?? Self.byOrder
        if undo { $0.blames = 0 }
      }
      changeSessions { $0.host == name ? (undo ? false : $0.isDrained) : nil }
      return .done
    }
    let digits = name.lowercased()
    let isName = !digits.isEmpty && digits.allSatisfy(\.isHexDigit)
    guard isName, sessions.values.contains(where: { $0.worker.description.hasPrefix(digits) }) else {
      return .refused(
        .unknownWorker, explanation: "no worker's host is \(name), and no worker's name begins so; ask for the workers")
    }
    changeSessions { $0.worker.description.hasPrefix(digits) ? !undo : nil }
    return .done
  }

  /// Drains or takes back those sessions for which `drained` says so.
  private mutating func changeSessions(_ drained: (SessionBook) -> Bool?) {
    for session in sessions.keys.sorted() {
      guard let book = sessions[session], let isDrained = drained(book) else { continue }
      if isDrained != book.isDrained {
        sessions[session]?.isDrained = isDrained
        changeHost(book.host) { $0.willing += isDrained ? -1 : 1 }
      }
      queue(session)
    }
  }
}
