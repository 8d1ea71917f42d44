import ConfigValidation
import Features
import Foundation
import MarketModel
import Testing

/// The recorded values of outside libraries, with the bars that they belong to.
struct ReferenceValues: Decodable {
  struct Entry: Decodable, CustomTestStringConvertible {
    var indicator: String
    var parameters: [String: Argument]
    var outputs: [String: [Double?]]

    /// The size of the terms whose difference an output is, where that is larger than the output.
    var scale: Double?

    /// The largest relative error, where it is not the one that all share.
    var tolerance: Double?

    var testDescription: String { "\(indicator) \(parameterSet.elements.map { "\($0)=\($1)" })" }

    var parameterSet: ParameterSet {
      parameters.reduce(into: ParameterSet()) { $0[$1.key] = $1.value.parameter }
    }
  }

  struct Argument: Decodable {
    var parameter: ParameterValue

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        parameter = .number(number)
      } else {
        parameter = .text(try container.decode(String.self))
      }
    }
  }

  /// Values over the same bars, in a file of their own.
  struct Family: Decodable {
    var values: [Entry]
  }

  var tool: String
  var version: String
  var bars: [String: [Double]]
  var values: [Entry]

  static let recorded: ReferenceValues = {
    var recorded: ReferenceValues = read("indicators-talib")
    for family in IndicatorFamily.allCases {
      let more: Family = read("indicators-\(family.rawValue)")
      recorded.values += more.values
    }
    return recorded
  }()

  static func read<Record: Decodable>(_ name: String) -> Record {
    let root = URL(filePath: #filePath).pathComponents.dropLast(6).joined(separator: "/")
    let url = URL(filePath: root + "/Fixtures/reference/\(name).json")
    guard let data = try? Data(contentsOf: url),
      let values = try? JSONDecoder().decode(Record.self, from: data)
    else { preconditionFailure("cannot read \(url.path)") }
    return values
  }

  func series() throws -> BarSeries {
    func column(_ name: String) -> [Double] { bars[name] ?? [] }
    let opens = column("open").indices.map { Int64($0) * BarInterval.day.nanoseconds }
    return try BarSeries(
      symbol: "REF",
      interval: .day,
      openTimes: opens,
      closeTimes: opens.map { $0 + BarInterval.day.nanoseconds },
      open: column("open"),
      high: column("high"),
      low: column("low"),
      close: column("close"),
      volume: column("volume")
    )
  }
}
