public import DataLake
internal import DataLakeTesting
public import MarketModel

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// A temporary folder with a lake of seeded bars and the documents of a loop.
///
/// The folder is removed with the value.
public final class TemporaryProject {
  /// The folder.
  public let directory: String

  /// The lake, in the folder `lake`.
  public let lake: Lake

  /// Makes a folder with an empty lake.
  ///
  /// - Parameter file: A file of the project, near which the database library is looked for.
  /// - Throws: An error that names the places searched when there is no library.
  public init(file: StaticString = #filePath) throws {
    directory = try TemporaryLake.makeDirectory()
    lake = Lake(
      directory: "\(directory)/lake",
      database: try TemporaryLake.database(near: "\(file)")
    )
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// Stores a seeded random walk of daily bars on New York's trading days.
  ///
  /// - Parameters:
  ///   - symbol: The symbol.
  ///   - first: The first day.
  ///   - count: The number of bars.
  ///   - seed: The seed of the walk.
  /// - Throws: An error of the lake.
  public func addDailyBars(
    _ symbol: Symbol,
    from first: CivilDate,
    count: Int,
    seed: UInt64
  ) throws {
    let walk = try BarBuilder.randomWalk(
      symbol,
      .day,
      from: first.startInUTC,
      count: count,
      seed: seed
    )
    let sessions = TradingCalendar.usEquities.sessions(
      from: first,
      through: first.advanced(byDays: 2 * count + 14)
    )
    let bars = zip(sessions, 0..<walk.count).map { session, index in
      var bar = walk[index]
      bar.openTime = session.open
      bar.closeTime = session.close
      return bar
    }
    try lake.apply(
      LakeChange(
        bars: try BarSeries(symbol: symbol, interval: .day, bars: bars),
        provider: "walk",
        policy: .refuseConflicts
      )
    )
  }

  /// Writes a document into the folder.
  ///
  /// - Returns: Its path.
  /// - Throws: An error of the file system.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> String {
    let path = "\(directory)/\(name)"
    try AtomicFile.write(text, to: path)
    return path
  }
}
