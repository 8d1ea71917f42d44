public import DataLake
public import ExperimentRegistry
public import MarketModel
public import ReplayPacks

/// Why a cycle ended before its files were written.
public enum CycleError: Error, Sendable {
  /// Symbols that must be there have no bars on the days of the packs.
  case noBars(missing: [MissingSymbol], first: CivilDate, last: CivilDate)

  /// The lake failed.
  case lake(LakeError)

  /// The outcomes of a symbol could not be computed.
  case outcomes(Symbol, OutcomeStoreError)

  /// The pack of a symbol could not be built or written.
  case pack(Symbol, PackError)

  /// The packs could not be made ready for the engine.
  case replay(Symbol, reason: String)

  /// A recorded run cannot be replayed as it was.
  case notReplayable(run: String, reason: String)

  /// The experiments failed.
  case experiment(ExperimentError)

  /// The registry failed.
  case registry(RegistryError)

  /// A file could not be written or read.
  case file(FileError)

  /// An earlier artifact could not be read.
  case artifact(ArtifactError)

  /// Somebody asked the cycle to stop; what was done so far is kept.
  case stopped(during: CycleStage)
}

/// A symbol without bars, and what was looked for.
public struct MissingSymbol: Hashable, Sendable {
  /// The symbol.
  public let symbol: Symbol

  /// What was expected, and what the lake has.
  public let reason: String

  /// Creates an entry.
  public init(symbol: Symbol, reason: String) {
    self.symbol = symbol
    self.reason = reason
  }
}

extension CycleError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .noBars(let missing, let first, let last):
      "no bars to replay from \(first) through \(last)"
        + missing.map { "\n  \($0.symbol): \($0.reason)" }.joined()
    case .lake(let error): "\(error)"
    case .outcomes(let symbol, let error): "outcomes of \(symbol): \(error)"
    case .pack(let symbol, let error): "pack of \(symbol): \(error)"
    case .replay(let symbol, let reason): "pack of \(symbol): \(reason)"
    case .notReplayable(let run, let reason): "run \(run) cannot be replayed: \(reason)"
    case .experiment(let error): "\(error)"
    case .registry(let error): "\(error)"
    case .file(let error): "\(error)"
    case .artifact(let error): "\(error)"
    case .stopped(let stage):
      "stopped during \(stage.rawValue); the same command goes on where this one ended"
    }
  }
}
