internal import MarketModel

extension Symbol {
  /// The symbol after which a file is named: `KO` of `prices/KO.csv.gz`.
  ///
  /// `nil` when the name holds anything but letters, digits, `^`, `=` and `-` before its first dot: a name
  /// such as `SPY_201310` says more than a symbol, and guessing which part is meant would be wrong one day.
  init?(namedByFile path: String) {
    let file = path.split(separator: "/").last ?? ""
    let stem = file.prefix { $0 != "." }
    let allowed = stem.utf8.allSatisfy { byte in
      (byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z"))
        || (byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z"))
        || (byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
        || byte == UInt8(ascii: "^") || byte == UInt8(ascii: "=") || byte == UInt8(ascii: "-")
    }
    guard allowed, !stem.isEmpty, stem.utf8.count <= 16 else { return nil }
    self.init(String(stem))
  }
}
