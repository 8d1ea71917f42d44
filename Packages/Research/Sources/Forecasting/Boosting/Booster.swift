internal import CLightGBM

/// Rows and targets in the library's bins.
final class BoostingData {
  let handle: boost_dataset
  private let library: LightGBM

  /// Bins rows, by the bins of other rows where they are given.
  init(
    _ matrix: SampleMatrix,
    targets: [Double],
    parameters: String,
    binnedAs reference: BoostingData?,
    _ library: LightGBM
  ) throws(LightGBMError) {
    library.silence()
    var made: boost_dataset?
    let status = matrix.values.withUnsafeBytes { values in
      values.baseAddress.map {
        library.functions.DatasetCreateFromMat(
          $0,
          Int32(BOOST_FLOAT64),
          Int32(matrix.rowCount),
          Int32(matrix.columnCount),
          1,
          parameters,
          reference?.handle,
          &made
        )
      } ?? -1
    }
    try library.check(status)
    guard let made else { throw .operation("rows were not binned") }
    handle = made
    self.library = library
    let labels = targets.map(Float.init)
    let labelled = labels.withUnsafeBytes { values in
      values.baseAddress.map {
        library.functions.DatasetSetField(
          made,
          "label",
          $0,
          Int32(labels.count),
          Int32(BOOST_FLOAT32)
        )
      } ?? -1
    }
    try library.check(labelled)
  }

  deinit { _ = library.functions.DatasetFree(handle) }
}

/// A sum of trees.
final class Booster {
  private let handle: boost_booster
  private let library: LightGBM
  private let columnCount: Int
  // The library reads the rows of these for as long as it trains.
  private let data: [BoostingData]

  /// Begins a model to be trained.
  init(
    training: BoostingData,
    validation: BoostingData?,
    columnCount: Int,
    parameters: String,
    _ library: LightGBM
  ) throws(LightGBMError) {
    library.silence()
    var made: boost_booster?
    try library.check(library.functions.BoosterCreate(training.handle, parameters, &made))
    guard let made else { throw .operation("no model was made") }
    handle = made
    self.library = library
    self.columnCount = columnCount
    data = [training] + (validation.map { [$0] } ?? [])
    if let validation {
      try library.check(library.functions.BoosterAddValidData(made, validation.handle))
    }
  }

  /// Reads a model that ``text(rounds:)`` wrote.
  init(text: String, columnCount: Int, _ library: LightGBM) throws(LightGBMError) {
    library.silence()
    var made: boost_booster?
    var rounds: Int32 = 0
    try library.check(library.functions.BoosterLoadModelFromString(text, &rounds, &made))
    guard let made else { throw .operation("no model was read") }
    handle = made
    self.library = library
    self.columnCount = columnCount
    data = []
    var found: Int32 = 0
    try library.check(library.functions.BoosterGetNumFeature(made, &found))
    guard Int(found) == columnCount else {
      throw .operation("expected a model of \(columnCount) columns, found one of \(found)")
    }
  }

  deinit { _ = library.functions.BoosterFree(handle) }

  /// Adds one round of trees.
  ///
  /// - Returns: Whether nothing was left to split.
  func update() throws(LightGBMError) -> Bool {
    library.silence()
    var isFinished: Int32 = 0
    try library.check(library.functions.BoosterUpdateOneIter(handle, &isFinished))
    return isFinished != 0
  }

  /// The mean loss on the training rows (0) or the validation rows (1).
  func loss(on part: Int) throws(LightGBMError) -> Double {
    var count: Int32 = 0
    try library.check(library.functions.BoosterGetEvalCounts(handle, &count))
    guard count == 1 else { throw .operation("expected one measure, found \(count)") }
    var (found, value): (Int32, Double) = (0, 0)
    try library.check(library.functions.BoosterGetEval(handle, Int32(part), &found, &value))
    return value
  }

  /// What the splits on each column gained.
  func gains() throws(LightGBMError) -> [Double] {
    var gains = [Double](repeating: 0, count: columnCount)
    try library.check(
      library.functions.BoosterFeatureImportance(
        handle,
        0,
        Int32(BOOST_IMPORTANCE_GAIN),
        &gains
      )
    )
    return gains
  }

  /// The first rounds of the model as text.
  func text(rounds: Int) throws(LightGBMError) -> String {
    library.silence()
    var length: Int64 = 0
    var bytes = [CChar](repeating: 0, count: 1 << 16)
    for _ in 0..<2 {
      try library.check(
        library.functions.BoosterSaveModelToString(
          handle,
          0,
          Int32(rounds),
          Int32(BOOST_IMPORTANCE_GAIN),
          Int64(bytes.count),
          &length,
          &bytes
        )
      )
      if Int(length) <= bytes.count { break }
      bytes = [CChar](repeating: 0, count: Int(length))
    }
    return String(
      decoding: bytes.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) },
      as: UTF8.self
    )
  }

  /// The model's values of rows, on the scale of the target.
  func values(_ matrix: SampleMatrix, threads: Int) throws(LightGBMError) -> [Double] {
    guard matrix.rowCount > 0 else { return [] }
    library.silence()
    var values = [Double](repeating: 0, count: matrix.rowCount)
    var length: Int64 = 0
    let status = matrix.values.withUnsafeBytes { rows in
      rows.baseAddress.map {
        library.functions.BoosterPredictForMat(
          handle,
          $0,
          Int32(BOOST_FLOAT64),
          Int32(matrix.rowCount),
          Int32(matrix.columnCount),
          1,
          Int32(BOOST_PREDICT_NORMAL),
          0,
          -1,
          "verbosity=-1 num_threads=\(threads)",
          &length,
          &values
        )
      } ?? -1
    }
    try library.check(status)
    guard Int(length) == values.count else {
      throw .operation("expected \(values.count) values, found \(length)")
    }
    return values
  }
}
