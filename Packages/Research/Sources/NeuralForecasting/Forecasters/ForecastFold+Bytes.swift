internal import Features
internal import Forecasting

extension ForecastFold {
  /// Everything that a fit looks at, as bytes to be hashed.
  var bytes: [UInt8] {
    var bytes: [UInt8] = []
    func add(_ value: some FixedWidthInteger) {
      withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }
    func add(_ values: [Double?]) {
      for value in values { add((value ?? .nan).bitPattern) }
    }
    for (name, column) in zip(table.featureNames, table.features) {
      bytes += Array(name.utf8) + [0, table.knownAhead.contains(name) ? 1 : 0]
      for value in column { add(value.bitPattern) }
    }
    add(table.targets)
    for column in table.returnsAhead { add(column) }
    bytes += Array(table.targetKind.rawValue.utf8)
    for number in [table.layout.contextLength, table.layout.horizon] { add(number) }
    for samples in [training, validation] {
      add(samples.count)
      for sample in samples { add(sample) }
    }
    return bytes
  }
}
