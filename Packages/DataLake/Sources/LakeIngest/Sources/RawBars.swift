import MarketModel

/// The rows of one symbol as they stand in a file, in the file's order.
struct RawBars {
  /// What the stamps of a file say.
  enum StampKind: String {
    case date = "a date"
    case instant = "an instant with an offset"
    case local = "a time of day without an offset"
  }

  var symbol: Symbol?

  /// Day numbers or nanoseconds, as the kind says.
  var stamps: [Int64] = []

  var open: [Double] = []
  var high: [Double] = []
  var low: [Double] = []
  var close: [Double] = []
  var volume: [Double] = []

  /// The line, or the number of the element, that each row came from.
  var lines: [Int] = []

  var count: Int { stamps.count }
}

/// Everything that was read from one file, before calendars are applied.
struct RawBarFile {
  var file: String
  var kind: RawBars.StampKind?

  /// One entry for each symbol of the file, in the order of first appearance.
  var groups: [RawBars] = []

  /// Rows without any price, as Yahoo writes them for days of a data failure.
  var nullRows = 0

  /// The line of the first of them.
  var firstNullLine: Int?

  init(file: String) {
    self.file = file
  }
}

extension RawBars.StampKind {
  init(_ stamp: RawStamp) {
    switch stamp {
    case .date: self = .date
    case .instant: self = .instant
    case .local: self = .local
    }
  }
}

extension RawStamp {
  /// The day number or nanoseconds.
  var value: Int64 {
    switch self {
    case .date(let date): Int64(date.dayNumber)
    case .instant(let nanoseconds), .local(let nanoseconds): nanoseconds
    }
  }
}
