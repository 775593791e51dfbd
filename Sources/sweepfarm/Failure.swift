import Aggregates
import ArgumentParser
import Foundation
import Journal
import Models
import Nodes
import Results
import Scheduling
import SweepFiles
import Sweeps
import Transport
import Wire

/// A failure with a sentence for people and a code for scripts (sysexits).
struct Failure: Error, CustomStringConvertible {
  enum Code: Int32 {
    case quarantined = 2
    case usage = 64
    case badSweep = 65
    case unreachable = 69
    case ourFault = 70
    case cannotWrite = 73
    case disk = 74
    case tryAgain = 75
    case notAllowed = 77
    case interrupted = 130
  }
  var code: Code
  var description: String

  init(_ code: Code, _ description: String) {
    self.code = code
    self.description = description
  }
}

extension SweepFarm {
  /// Prints the sentence of an error and leaves with its code; the only place that maps errors to codes.
  static func exit(with error: any Error) -> Never {
    let failure: Failure
    switch error {
    case let known as Failure: failure = known
    case let faults as SweepFileFaults: failure = Failure(.badSweep, faults.description)
    case let plan as PlanError: failure = Failure(.badSweep, plan.description)
    case let model as CatalogueError: failure = Failure(.usage, model.description)
    case let evaluation as EvaluationError: failure = Failure(.usage, evaluation.description)
    case let record as RecordError: failure = Failure(.badSweep, record.description)
    case let unit as UnitError: failure = Failure(.usage, unit.description)
    case let output as OutputError: failure = Failure(.cannotWrite, output.description)
    case let state as StateFileError: failure = Failure(.badSweep, state.description)
    case let states as StateFileFaults: failure = Failure(.badSweep, states.description)
    case let journal as JournalError: failure = Failure(journal.code, journal.description)
    case let history as HistoryError: failure = Failure(.disk, history.description)
    case let folder as FolderInUse: failure = Failure(.tryAgain, folder.description)
    case let access as AccessError: failure = Failure(access.code, access.description)
    case let transport as TransportError: failure = Failure(.unreachable, transport.description)
    case let workers as WorkersKeepDying: failure = Failure(.ourFault, workers.description)
    case let keys as KeyRefused: failure = Failure(.notAllowed, keys.description)
    case let farm as FarmUnreachable: failure = Failure(.unreachable, farm.description)
    case let request as RequestRefused: failure = Failure(request.code, request.description)
    case let state as StateReplaced: failure = Failure(.tryAgain, state.description)
    case let answer as OddAnswer: failure = Failure(.unreachable, answer.description)
    case let state as StateError: failure = Failure(.unreachable, state.description)
    case let wire as WireError: failure = Failure(.unreachable, wire.description)
    case let processor as ProcessorBelowFloor: failure = Failure(.notAllowed, processor.description)
    case let files as TooFewOpenFiles: failure = Failure(.notAllowed, files.description)
    case let start as CannotStart: failure = Failure(.ourFault, start.description)
    case let injection as InjectionError: failure = Failure(.usage, injection.description)
    default: exit(withError: error)
    }
    FileHandle.standardError.write(Data((failure.description + "\n").utf8))
    Foundation.exit(failure.code.rawValue)
  }
}

extension AccessError {
  fileprivate var code: Failure.Code {
    switch kind {
    case .missing, .exposed, .malformed: .notAllowed
    case .exists, .unwritable: .cannotWrite
    case .unknown: .usage
    }
  }
}

extension RequestRefused {
  fileprivate var code: Failure.Code {
    switch reason {
    case .badSweep: .badSweep
    case .full, .wrongPhase: .tryAgain
    case .nameTaken, .unknownSweep, .unknownWorker: .usage
    case .otherProtocol: .unreachable
    case .notAllowed: .notAllowed
    }
  }
}

extension JournalError {
  fileprivate var code: Failure.Code {
    switch kind {
    case .heldByAnother: .tryAgain
    case .unwritable: .cannotWrite
    case .notAJournal, .newerVersion, .damaged, .full, .diskFailed, .recordTooLarge, .historyChanged, .refused: .disk
    }
  }
}
