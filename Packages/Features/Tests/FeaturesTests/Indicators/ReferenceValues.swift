import ConfigValidation
import Foundation
import MarketModel
import Testing

/// The recorded values of an outside library, with the bars that they belong to.
struct ReferenceValues: Decodable {
  struct Entry: Decodable, CustomTestStringConvertible {
    var indicator: String
    var parameters: [String: Argument]
    var outputs: [String: [Double?]]

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

  var tool: String
  var version: String
  var bars: [String: [Double]]
  var values: [Entry]

  static let recorded: ReferenceValues = {
    let root = URL(filePath: #filePath).pathComponents.dropLast(6).joined(separator: "/")
    let url = URL(filePath: root + "/Fixtures/reference/indicators-talib.json")
    guard let data = try? Data(contentsOf: url),
      let values = try? JSONDecoder().decode(ReferenceValues.self, from: data)
    else { preconditionFailure("cannot read \(url.path)") }
    return values
  }()

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
