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
    let columns: [FeatureColumn]
    do throws(ScalingError) {
      columns = try scaler.scaled(
        zip(table.featureNames, table.features).map { name, values in
          FeatureColumn(name: name, values.map { $0 })
        }
      )
    } catch {
      throw .otherFeatures(expected: scaler.entries.map(\.name), found: table.featureNames)
    }
    let all = columns
    let ahead = columns.filter { table.knownAhead.contains($0.name) }
    let count = table.rowCount
    (features, known) = try orEngine { () throws(TorchError) in
      (
        try Tensor(Self.rowMajor(all, count), shape: [count, all.count], on: device, torch),
        ahead.isEmpty
          ? nil
          : try Tensor(Self.rowMajor(ahead, count), shape: [count, ahead.count], on: device, torch)
      )
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

  private static func rowMajor(_ columns: [FeatureColumn], _ count: Int) -> [Float] {
    var values = [Float](repeating: 0, count: count * columns.count)
    for (position, column) in columns.enumerated() {
      // What the scale of a column without spread leaves undefined says nothing.
      for row in 0..<count { values[row * columns.count + position] = Float(column[row] ?? 0) }
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
