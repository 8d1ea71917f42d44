extension FeatureScaler {
  /// Returns the scaler that the values of some rows of a table give.
  ///
  /// - Throws: ``ScalingError``, as for columns.
  public func fit(
    _ frame: FeatureFrame,
    rows: TrainingRows
  ) throws(ScalingError) -> FittedScaler {
    try fit(frame.columns, rows: rows)
  }
}

extension FittedScaler {
  /// Returns a table with its columns scaled, in the order of the fitted ones.
  ///
  /// - Throws: ``ScalingError`` with every column that is missing, or that was not fitted.
  public func scaled(_ frame: FeatureFrame) throws(ScalingError) -> FeatureFrame {
    FeatureFrame(
      unchecked: frame.symbol,
      frame.interval,
      openTimes: frame.openTimes,
      closeTimes: frame.closeTimes,
      columns: try scaled(frame.columns)
    )
  }
}
