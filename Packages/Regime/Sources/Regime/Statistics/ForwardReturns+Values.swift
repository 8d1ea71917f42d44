extension ForwardReturns {
  /// Takes over returns that were computed elsewhere, such as those of a basket that changes from row to row.
  ///
  /// - Parameters:
  ///   - values: The return from each row on, oldest first, `nil` where it is undefined. Shape: `[n]`.
  ///   - horizonRows: The number of rows that each return covers; 1 or more.
  /// - Throws: ``RegimeInputError/horizonMissing(rows:)`` below 1, and
  ///   ``RegimeInputError/notFinite(field:row:value:)``.
  public init(values: [Double?], horizonRows: Int) throws(RegimeInputError) {
    guard horizonRows >= 1 else { throw .horizonMissing(rows: horizonRows) }
    for (row, value) in values.enumerated() {
      if let value, !value.isFinite {
        throw .notFinite(field: "forward return", row: row, value: value)
      }
    }
    self.init(checked: values, horizonRows)
  }
}
