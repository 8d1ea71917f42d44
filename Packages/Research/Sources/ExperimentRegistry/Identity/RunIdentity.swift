public import ConfigValidation
internal import Crypto

/// Everything that decides the numbers of a run, and nothing else.
///
/// Two runs with equal identities give equal results, so the second one need not be computed. What
/// cannot change a result stays outside: paths, tags, worker counts, the git commit, the time of
/// day, and the thresholds by which results are judged afterwards.
///
/// The canonical form is a JSON object without spaces whose members are ordered by the bytes of
/// their names; its SHA-256 is the run's ``RunID``.
public struct RunIdentity: Hashable, Sendable {
  /// The identifier of the strategy, with its version.
  public let strategyID: String

  /// Every parameter, defaults included, each in the type of its schema.
  public let parameters: ParameterSet

  /// Fees, slippage, fill rule, sizing, starting cash and whatever else the engine is told.
  public let execution: JSONValue

  /// Bootstraps, seeds, walk-forward windows, stress settings.
  public let statistics: JSONValue

  /// Periods per year, risk-free rate and other definitions of the measures.
  public let metrics: JSONValue

  /// The logical content hashes of the replay packs, in rising order.
  ///
  /// Sorted, because a run merges its packs by time: their order cannot change its result.
  public let packHashes: [String]

  /// The version of what the engine means by a fill, a fee or a statistic.
  public let engineVersion: String

  /// Creates an identity.
  ///
  /// - Parameters:
  ///   - strategyID: The identifier of the strategy, with its version.
  ///   - parameters: Every parameter, defaults included.
  ///   - execution: What the engine is told.
  ///   - statistics: What is computed around the run, with its seeds.
  ///   - metrics: The definitions of the measures.
  ///   - packHashes: Logical content hashes of the packs, in any order.
  ///   - engineVersion: Raised whenever the same input would give other numbers.
  public init(
    strategyID: String,
    parameters: ParameterSet,
    execution: JSONValue,
    statistics: JSONValue,
    metrics: JSONValue,
    packHashes: [String],
    engineVersion: String
  ) {
    self.strategyID = strategyID
    self.parameters = parameters
    self.execution = execution
    self.statistics = statistics
    self.metrics = metrics
    self.packHashes = packHashes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    self.engineVersion = engineVersion
  }

  /// The text that is hashed.
  public var canonicalText: String {
    let value: JSONValue = [
      "engine": .string(engineVersion),
      "execution": execution,
      "metrics": metrics,
      "packs": .array(packHashes.map { .string($0) }),
      "parameters": parameters.json,
      "statistics": statistics,
      "strategy": .string(strategyID),
    ]
    return value.canonicalText
  }

  /// The identifier of the run: SHA-256 of the canonical text.
  public var runID: RunID { RunID(hashing: canonicalText) }

  /// The identifier of the data alone: SHA-256 over the sorted pack hashes.
  ///
  /// Trials are counted per data set: it is what a search can overfit.
  public var dataSetID: String {
    sha256Hex(JSONValue.array(packHashes.map { .string($0) }).canonicalText)
  }

  /// The hash of all settings around the strategy, its parameters and the data.
  public var settingsHash: String {
    let settings: JSONValue = [
      "execution": execution, "metrics": metrics, "statistics": statistics,
    ]
    return sha256Hex(settings.canonicalText)
  }
}

/// The identifier of a run: 64 lower-case hexadecimal digits of a SHA-256.
public struct RunID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// All 64 digits.
  public let hex: String

  /// The first 16 digits, which name files and tables; the registry refuses two runs that share them.
  public var short: String { String(hex.prefix(16)) }

  /// Reads 64 lower-case hexadecimal digits; returns `nil` for anything else.
  public init?(_ hex: String) {
    guard hex.utf8.count == 64, hex.utf8.allSatisfy({ isHexDigit($0) }) else { return nil }
    self.hex = hex
  }

  /// Creates the identifier of a canonical text.
  public init(hashing canonicalText: String) {
    hex = sha256Hex(canonicalText)
  }

  /// All 64 digits.
  public var description: String { hex }

  /// Orders identifiers by their digits.
  public static func < (left: RunID, right: RunID) -> Bool {
    left.hex.utf8.lexicographicallyPrecedes(right.hex.utf8)
  }
}

func isHexDigit(_ byte: UInt8) -> Bool {
  (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
}

/// The SHA-256 of a text in UTF-8, as lower-case hexadecimal digits.
func sha256Hex(_ text: String) -> String { hexText(SHA256.hash(data: Array(text.utf8))) }

func hexText(_ bytes: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in bytes {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
