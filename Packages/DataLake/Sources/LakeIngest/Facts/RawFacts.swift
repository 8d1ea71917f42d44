import MarketModel

/// One row as it stands in a file.
struct RawFact {
  var stamp: RawStamp

  /// The positions of the symbol and the exchange in the names of the file.
  var symbol: Int
  var exchange: Int

  var value: Double?

  /// The value of open interest in USD, or the price of a settlement.
  var second: Double?

  /// The line, or the number of the row, that the values came from.
  var line: Int
}

/// Everything that was read from one file of facts, in the file's order.
struct RawFactFile {
  var file: String

  /// The names of the columns that hold the times and the values, for messages.
  var dateColumn: String
  var valueColumn: String
  var secondColumn: String

  /// The symbols in the order of first appearance; only `nil` when rows name none.
  var symbols: [Symbol?] = []

  /// The exchanges in the order of first appearance; only `nil` when rows name none.
  var exchanges: [String?] = []

  var rows: [RawFact] = []

  init(file: String, positions: FactPositions) {
    self.file = file
    func name(_ position: Int?) -> String { position.map { positions.names[$0] } ?? "value" }
    dateColumn = name(positions.date)
    valueColumn = name(positions.value ?? positions.second)
    secondColumn = name(positions.second)
    if positions.symbol == nil { symbols = [nil] }
    if positions.exchange == nil { exchanges = [nil] }
  }
}

/// Gives each name of a column the position of its first appearance.
struct NameIndex {
  private var positions: [String: Int] = [:]
  private var last: (name: String, position: Int)?

  /// The position of a name, and whether it is new.
  mutating func position(of name: String) -> (Int, isNew: Bool) {
    if let last, last.name == name { return (last.position, false) }
    let known = positions[name]
    let position = known ?? positions.count
    positions[name] = position
    last = (name, position)
    return (position, known == nil)
  }
}

/// What is needed to read the rows of a file of facts.
struct FactFileOptions {
  var table: FactTable
  var columns: FactColumnMap
  var stampUnit: StampUnit
}
