internal import ConfigValidation
public import DataLake
internal import ExperimentRegistry
public import MarketModel

/// One pass of the research loop: outcomes, regime labels, packs, experiments, evaluation, files.
///
/// A cycle is a function of its document and of the lake: the same cycle gives the same bytes for any
/// number of workers and in any folder. Every file is written atomically and every finished run is kept
/// in the registry, so a cycle that was killed at any instant goes on where it ended.
public struct ResearchCycle: Sendable {
  /// The document with everything that it names.
  public let loaded: LoadedLoopConfig

  /// The lake.
  public let lake: Lake

  /// The instant that counts as now: it dates files and resolves `last_n_days`.
  public let now: Timestamp

  /// The interval of the bars.
  public let interval: BarInterval

  /// Creates a cycle, or returns `nil` when the document's bar duration is not positive.
  ///
  /// The decoder of documents refuses such a duration.
  ///
  /// - Parameters:
  ///   - loaded: The document with everything that it names.
  ///   - lake: The lake.
  ///   - now: The instant that counts as now.
  public init?(loaded: LoadedLoopConfig, lake: Lake, now: Timestamp) {
    guard let interval = BarInterval(seconds: loaded.config.outcomes.barSeconds) else { return nil }
    self.loaded = loaded
    self.lake = lake
    self.now = now
    self.interval = interval
  }

  /// The end of the newest bar that the lake has of the document's symbols, or `nil` without bars.
  ///
  /// - Throws: ``CycleError/lake(_:)``.
  public func newestBarEnd() throws(CycleError) -> Timestamp? {
    let snapshot = try onLake { () throws(LakeError) in try lake.pin() }
    let symbols = loaded.config.pack.symbols
    return snapshot.catalog.filter {
      $0.table == .bars && $0.interval == interval && symbols.contains($0.symbol)
    }.map(\.end).max()
  }

  /// The text of the resolved document, as it is saved beside the rankings.
  public var resolvedText: String { loaded.resolvedDocument(at: now).yamlText }

  /// The identifier of the cycle: its UTC day and twelve digits of the hash of its document.
  ///
  /// The same command gives the same identifier, so that a cycle that was killed is taken up again.
  public var cycleID: String {
    let day = CivilDate(utcDayOf: now).description.filter { $0 != "-" }
    return "\(day)-\(ContentHash(of: resolvedText).hex.prefix(12))"
  }
}

/// Runs a body on the lake, with the error of a cycle.
func onLake<Value>(_ body: () throws(LakeError) -> Value) throws(CycleError) -> Value {
  do throws(LakeError) { return try body() } catch { throw .lake(error) }
}

/// Runs a body on the registry, with the error of a cycle.
func onRegistry<Value>(_ body: () throws(RegistryError) -> Value) throws(CycleError) -> Value {
  do throws(RegistryError) { return try body() } catch { throw .registry(error) }
}
