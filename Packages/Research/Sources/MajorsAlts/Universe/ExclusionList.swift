public import MarketModel

/// An asset that is never an alt, and why.
public struct Exclusion: Hashable, Sendable {
  /// The asset.
  public var asset: Symbol

  /// The kind, or `nil` for an asset that a person named.
  public var group: ExclusionGroup?

  /// Why, in words.
  public var reason: String

  /// Creates an exclusion.
  public init(asset: Symbol, group: ExclusionGroup?, reason: String) {
    self.asset = asset
    self.group = group
    self.reason = reason
  }
}

/// The assets that are never alts, each with its reason.
public struct ExclusionList: Hashable, Sendable {
  /// The exclusions, each asset once, in rising order of their names.
  public let entries: [Exclusion]

  /// Creates a list; of several entries of one asset, the last one counts.
  public init(_ entries: [Exclusion]) {
    var last: [Symbol: Exclusion] = [:]
    for var entry in entries {
      entry.asset = entry.asset.asset
      last[entry.asset] = entry
    }
    self.entries = last.values.sorted { $0.asset < $1.asset }
  }

  /// Creates the list of the assets that are known of some kinds.
  public init(groups: [ExclusionGroup]) {
    self.init(
      groups.flatMap { group in
        group.symbols.map { Exclusion(asset: $0, group: group, reason: group.reason(for: $0)) }
      }
    )
  }

  /// Reads a list of `symbol,reason` with a header.
  ///
  /// The reason may hold commas, and may be absent from the header.
  ///
  /// - Parameters:
  ///   - text: The list.
  ///   - source: Its name, for messages.
  /// - Throws: ``UniverseFileError`` with every problem.
  public init(csv text: String, source: String) throws(UniverseFileError) {
    var lines = ListedLines(
      text,
      source: source,
      required: ["symbol"],
      known: ["symbol", "reason"]
    )
    var entries: [Exclusion] = []
    if let symbol = lines.position(of: "symbol") {
      let reason = lines.position(of: "reason")
      var firstLines: [Symbol: Int] = [:]
      for (line, fields) in lines.rows {
        let asset = Symbol(fields[symbol]).asset
        if asset.name.isEmpty {
          lines.add(line, "symbol", "a name", "nothing")
        } else if let first = firstLines[asset] {
          lines.add(line, "symbol", "each asset once", "\(asset) as in line \(first)")
        } else {
          firstLines[asset] = line
          let text = reason.map { fields[$0] } ?? ""
          entries.append(
            Exclusion(asset: asset, group: nil, reason: text.isEmpty ? "listed by hand" : text)
          )
        }
      }
    }
    try lines.throwIfAny()
    self.init(entries)
  }

  /// Returns the list with other entries; theirs count where both have an asset.
  public func adding(_ other: ExclusionList) -> ExclusionList {
    ExclusionList(entries + other.entries)
  }

  /// The exclusion of an asset, or `nil`.
  public subscript(_ asset: Symbol) -> Exclusion? {
    let wanted = asset.asset
    let position = entries.partitionPoint { $0.asset >= wanted }
    return position < entries.count && entries[position].asset == wanted ? entries[position] : nil
  }
}

extension ExclusionGroup {
  /// Why an asset of this kind is excluded, in words.
  public func reason(for asset: Symbol) -> String {
    switch self {
    case .stables: asset == "PAXG" ? "pegged to gold" : "pegged to the dollar"
    case .exchangeTokens: "issued by an exchange"
    case .wrapped: "a wrapped or staked claim on another coin"
    case .bridges: "Bitcoin or Ether on another chain"
    }
  }
}
