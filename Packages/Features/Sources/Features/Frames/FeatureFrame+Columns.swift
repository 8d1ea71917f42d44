internal import ConfigValidation
internal import MarketModel

extension FeatureFrame {
  /// Returns the column of a name.
  ///
  /// - Throws: ``FeatureFrameError/unknownColumn(name:suggestion:)``.
  public func column(named name: String) throws(FeatureFrameError) -> FeatureColumn {
    if let column = self[name] { return column }
    throw .unknownColumn(name: name, suggestion: nearestName(to: name, among: names))
  }

  /// Returns the frame with the named columns only, in the given order.
  ///
  /// - Throws: ``FeatureFrameError`` when a name is unknown or given twice.
  public func selecting(_ names: [String]) throws(FeatureFrameError) -> FeatureFrame {
    var selected: [FeatureColumn] = []
    for name in names { selected.append(try column(named: name)) }
    return try replacingColumns(selected)
  }

  /// Returns the frame with some columns under new names; the others keep theirs.
  ///
  /// - Parameter names: Old names with new ones; all change at once, so two names can be swapped.
  /// - Returns: The frame with columns in the same order.
  /// - Throws: ``FeatureFrameError`` when an old name is unknown or two columns end with one name.
  public func renaming(
    _ names: KeyValuePairs<String, String>
  ) throws(FeatureFrameError) -> FeatureFrame {
    for (old, _) in names { _ = try column(named: old) }
    return try replacingColumns(
      columns.map { column in
        guard let change = names.first(where: { $0.key == column.name }) else { return column }
        return column.renamed(change.value)
      }
    )
  }

  /// Returns the frame with a text before the name of each column.
  ///
  /// - Throws: Never in practice; names that were distinct stay distinct.
  public func prefixingNames(with prefix: String) throws(FeatureFrameError) -> FeatureFrame {
    try replacingColumns(columns.map { $0.renamed(prefix + $0.name) })
  }

  /// Returns the frame with more columns of the same rows after its own.
  ///
  /// - Throws: ``FeatureFrameError`` when a length differs or a name stands twice.
  public func appending(_ more: [FeatureColumn]) throws(FeatureFrameError) -> FeatureFrame {
    try replacingColumns(columns + more)
  }

  private func replacingColumns(
    _ columns: [FeatureColumn]
  ) throws(FeatureFrameError) -> FeatureFrame {
    try FeatureFrame(
      symbol: symbol,
      interval: interval,
      openTimes: openTimes,
      closeTimes: closeTimes,
      columns: columns
    )
  }
}

extension FeatureColumn {
  /// Returns the same values under another name.
  func renamed(_ name: String) -> FeatureColumn {
    FeatureColumn(name: name, values: values, isDefined: isDefined)
  }

  /// Returns the values at some positions, in their order.
  func gathering(_ rows: [Int]) -> FeatureColumn {
    var gathered = DefinedRows(count: rows.count)
    if isDefined.leadingUndefined > 0 || !isDefined.isGapFree {
      for (position, row) in rows.enumerated() where !isDefined[row] {
        gathered.markUndefined(position)
      }
    }
    return FeatureColumn(name: name, values: rows.map { values[$0] }, isDefined: gathered)
  }
}
