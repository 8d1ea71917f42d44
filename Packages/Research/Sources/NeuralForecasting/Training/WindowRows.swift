internal import Features
internal import Forecasting
internal import TorchEngine

/// The rows of a fold on a device, from which the windows of samples are gathered.
///
/// One copy for each fit, scaled by what its training rows say; batches take windows from it by the
/// numbers of their rows.
struct WindowRows {
  let torch: Torch
  let device: TorchDevice

  /// Scaled features; shape `[rows, features]`.
  let features: Tensor

  /// The features that are known ahead, and how far ahead a row lies last; shape `[rows, known]`, or
  /// `nil` without any.
  let known: Tensor?

  private let layout: SampleLayout

  /// Copies the features of a table, scaled.
  ///
  /// - Throws: ``ForecastError``.
  init(
    _ table: ForecastTable,
    scaler: FittedScaler,
    on device: TorchDevice,
    _ torch: Torch
  ) throws(ForecastError) {
    self.torch = torch
    self.device = device
    layout = table.layout
    let names = scaler.entries.map(\.name)
    guard names == table.featureNames else {
      throw .otherFeatures(expected: names, found: table.featureNames)
    }
    let all = Array(names.indices)
    let ahead = all.filter { table.knownAhead.contains(names[$0]) }
    (features, known) = try orEngine { () throws(TorchError) in
      func scaled(_ places: [Int]) throws(TorchError) -> Tensor {
        let values = Self.rowMajor(table, places, scaler)
        return try Tensor(values, shape: [table.rowCount, places.count], on: device, torch)
      }
      return (try scaled(all), ahead.isEmpty ? nil : try scaled(ahead))
    }
  }

  /// The contexts of samples; shape `[samples, context, features]`.
  func contexts(_ samples: ArraySlice<Int>) throws(TorchError) -> Tensor {
    let length = layout.contextLength
    var positions: [Int64] = []
    positions.reserveCapacity(samples.count * length)
    for sample in samples {
      for row in layout.contextRows(of: sample) { positions.append(Int64(row)) }
    }
    return try features.rows(positions).reshaped([samples.count, length, -1])
  }

  /// What is known of the rows ahead: the known features, and how far ahead each row lies as a share
  /// of the horizon; shape `[samples, horizon, known + 1]`.
  func futures(_ samples: ArraySlice<Int>) throws(TorchError) -> Tensor {
    let horizon = layout.horizon
    var distances: [Float] = []
    for _ in samples {
      for step in 1...horizon { distances.append(Float(step) / Float(horizon)) }
    }
    let steps = try Tensor(distances, shape: [samples.count, horizon, 1], on: device, torch)
    guard let known else { return steps }
    var positions: [Int64] = []
    for sample in samples {
      for row in layout.labelRows(of: sample) { positions.append(Int64(row)) }
    }
    let ahead = try known.rows(positions).reshaped([samples.count, horizon, -1])
    return try .concatenated([ahead, steps], along: 2)
  }

  /// The scaled values of some columns, row by row; no column is copied whole.
  private static func rowMajor(
    _ table: ForecastTable,
    _ places: [Int],
    _ scaler: FittedScaler
  ) -> [Float] {
    var values = [Float](repeating: 0, count: table.rowCount * places.count)
    for (position, place) in places.enumerated() {
      let scale = scaler.entries[place].scale
      for (row, value) in table.features[place].enumerated() {
        // What the scale of a column without spread leaves undefined says nothing.
        values[row * places.count + position] = Float(scale.scaled(value) ?? 0)
      }
    }
    return values
  }
}

/// Runs tensor operations whose failure is one of the forecaster's engine.
func orEngine<Value>(
  _ body: () throws(TorchError) -> Value
) throws(ForecastError) -> Value {
  do throws(TorchError) {
    return try body()
  } catch {
    throw .engine(error.description)
  }
}
