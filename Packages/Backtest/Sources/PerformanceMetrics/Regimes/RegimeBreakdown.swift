/// The profit of a run by market state, one family of states at a time.
///
/// A key names a family and a state, such as `session:RTH` or `regime:SPY:VOL_LOW`: everything before
/// the last colon is the family. Each bar counts once in each family that labels it, so sums are
/// meaningful inside a family only, and so is concentration.
public struct RegimeBreakdown: Hashable, Sendable {
  /// The profit and the number of bars under one key.
  public struct Entry: Hashable, Sendable {
    /// The family and the state, joined by a colon.
    public let key: String

    /// The change of equity in the bars with this key, in account currency.
    public internal(set) var profit: Double

    /// The number of bars with this key.
    public internal(set) var bars: Int

    /// Creates an entry.
    public init(key: String, profit: Double, bars: Int) {
      self.key = key
      self.profit = profit
      self.bars = bars
    }

    /// The part of the key before its last colon; the whole key without one.
    public var family: Substring {
      key.lastIndex(of: ":").map { key[..<$0] } ?? key[...]
    }

    /// The mean profit of a bar, or `nil` without a bar.
    public var profitPerBar: Double? { quotient(profit, Double(bars)) }
  }

  private var positions: [String: Int] = [:]
  private var unordered: [Entry] = []

  /// Creates an empty breakdown.
  public init() {}

  /// Creates a breakdown from entries, such as those read back from an artifact.
  ///
  /// Entries of the same key are added up.
  public init(entries: some Sequence<Entry>) {
    for entry in entries { add(entry.profit, bars: entry.bars, under: entry.key) }
  }

  /// Adds the change of equity in one bar under every key of that bar.
  ///
  /// - Complexity: O(keys).
  public mutating func add(_ profit: Double, keys: some Sequence<String>) {
    for key in keys { add(profit, bars: 1, under: key) }
  }

  /// Adds the profit of several bars that share a key.
  public mutating func add(_ profit: Double, bars: Int, under key: String) {
    if let position = positions[key] {
      unordered[position].profit += profit
      unordered[position].bars += bars
    } else {
      positions[key] = unordered.count
      unordered.append(Entry(key: key, profit: profit, bars: bars))
    }
  }

  /// The entries in rising byte order of their keys.
  public var entries: [Entry] {
    unordered.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
  }

  /// The largest share of one state in the absolute profit of its family, over all families.
  ///
  /// ```
  /// max over families of  max |profit| / Σ |profit|
  /// ```
  ///
  /// A family with a single state says nothing about concentration and is left out.
  ///
  /// - Returns: A share from 0 to 1, or `nil` when no family has two states and a profit or loss.
  public var concentration: Double? {
    let families = Dictionary(grouping: unordered, by: \.family)
    return families.values.compactMap { states -> Double? in
      guard states.count > 1 else { return nil }
      let sizes = states.map { abs($0.profit) }.sorted()
      return quotient(sizes.last ?? 0, sizes.reduce(0, +))
    }.max()
  }

  /// Two breakdowns are equal when their entries are.
  public static func == (left: RegimeBreakdown, right: RegimeBreakdown) -> Bool {
    left.entries == right.entries
  }

  /// Feeds the entries to a hasher.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(entries)
  }
}
