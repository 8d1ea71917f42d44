public import ConfigValidation

extension FittedScaler {
  /// The scaler as a document; reading it back gives the same scaler, bit for bit.
  public var json: JSONValue {
    [
      "method": .string(method),
      "rows": .integer(Int64(rowCount)),
      "columns": .array(entries.map(\.json)),
    ]
  }

  /// Reads a document that ``json`` wrote.
  ///
  /// - Throws: ``ScalingError/document(reason:)`` naming the field.
  public init(json: JSONValue) throws(ScalingError) {
    guard let method = json["method"]?.stringValue else {
      throw .document(reason: "method: expected a text, found none")
    }
    guard let rows = json["rows"]?.integerValue, rows > 0 else {
      throw .document(reason: "rows: expected a whole number above 0")
    }
    guard let columns = json["columns"]?.arrayValue else {
      throw .document(reason: "columns: expected a list, found none")
    }
    var entries: [Entry] = []
    for (index, column) in columns.enumerated() {
      guard let entry = Entry(json: column) else {
        throw .document(reason: "columns[\(index)]: expected a name and a scale, found \(column)")
      }
      guard !entries.contains(where: { $0.name == entry.name }) else {
        throw .document(reason: "columns[\(index)]: expected each name once, found '\(entry.name)'")
      }
      entries.append(entry)
    }
    self.init(method: method, entries: entries, rowCount: Int(rows))
  }
}

extension FittedScaler.Entry {
  fileprivate var json: JSONValue {
    var members = [JSONMember("name", .string(name))]
    switch scale {
    case .identity: members.append(.init("scale", "identity"))
    case .zero: members.append(.init("scale", "zero"))
    case .linear(let center, let spread):
      members += [
        .init("scale", "linear"), .init("center", .number(center)),
        .init("spread", .number(spread)),
      ]
    case .rank(let quantiles):
      members += [
        .init("scale", "rank"), .init("quantiles", .array(quantiles.map { .number($0) })),
      ]
    }
    return .object(members)
  }

  fileprivate init?(json: JSONValue) {
    guard let name = json["name"]?.stringValue, !name.isEmpty else { return nil }
    switch json["scale"]?.stringValue {
    case "identity": self.init(name, .identity)
    case "zero": self.init(name, .zero)
    case "linear":
      guard let center = json["center"]?.numberValue, let spread = json["spread"]?.numberValue,
        spread > 0
      else { return nil }
      self.init(name, .linear(center: center, spread: spread))
    case "rank":
      let quantiles = (json["quantiles"]?.arrayValue ?? []).compactMap(\.numberValue)
      guard quantiles.count > 1, quantiles.count == json["quantiles"]?.arrayValue?.count,
        zip(quantiles, quantiles.dropFirst()).allSatisfy({ $0 <= $1 }),
        quantiles[0] < quantiles[quantiles.count - 1]
      else { return nil }
      self.init(name, .rank(quantiles: quantiles))
    default: return nil
    }
  }
}
