internal import Features
internal import Forecasting
internal import TorchEngine

/// Makes networks of one architecture for tables.
struct NetworkBuilder: Sendable {
  let architecture: NeuralArchitecture
  let device: TorchDevice
  let torch: Torch

  /// Makes the network for a table, with initial weights of a seed.
  func network(
    _ table: ForecastTable,
    _ scaler: FittedScaler,
    _ scale: TargetScale,
    seed: UInt64
  ) throws(ForecastError) -> any ForecastNetwork {
    let rows = try WindowRows(table, scaler: scaler, on: device, torch)
    return try orEngine { () throws(TorchError) in
      let weights = try WeightStore(seed: seed, on: device, torch)
      if case .temporalFusion = architecture {
        return try TemporalFusionNetwork(architecture, table, rows, scale, weights)
      }
      return try TransformerNetwork(architecture, table, rows, scale, weights)
    }
  }
}

/// What a network was made for: tables that differ in it cannot be forecast with the same weights.
struct NetworkInput: Hashable {
  /// The features, in the order of the weights.
  let features: [String]

  /// Those of them that are known ahead, in the same order.
  let knownAhead: [String]

  /// The number of rows that the network reads.
  let contextLength: Int

  /// The number of rows that it forecasts.
  let horizon: Int

  /// What its target is.
  let targetKind: ForecastTargetKind

  init(
    features: [String],
    knownAhead: [String],
    contextLength: Int,
    horizon: Int,
    targetKind: ForecastTargetKind
  ) {
    self.features = features
    self.knownAhead = knownAhead
    self.contextLength = contextLength
    self.horizon = horizon
    self.targetKind = targetKind
  }

  /// What a table gives.
  init(_ table: ForecastTable) {
    self.init(
      features: table.featureNames,
      knownAhead: table.featureNames.filter(table.knownAhead.contains),
      contextLength: table.layout.contextLength,
      horizon: table.layout.horizon,
      targetKind: table.targetKind
    )
  }

  /// Refuses a table that gives something else, naming everything that differs.
  func check(_ table: ForecastTable) throws(ForecastError) {
    let found = NetworkInput(table)
    guard found.features == features else {
      throw .otherFeatures(expected: features, found: found.features)
    }
    var problems: [String] = []
    func compare(
      _ name: String,
      _ expected: some CustomStringConvertible,
      _ found: some CustomStringConvertible
    ) {
      if expected.description != found.description {
        problems.append("\(name): the network was taught with \(expected), found \(found)")
      }
    }
    compare("features known ahead", knownAhead, found.knownAhead)
    compare("context length", contextLength, found.contextLength)
    compare("horizon", horizon, found.horizon)
    compare("target", targetKind.rawValue, found.targetKind.rawValue)
    guard problems.isEmpty else { throw .table(problems) }
  }

  /// A table with as few rows as the network can read, all zero, for its shape alone.
  func emptyTable() throws(ForecastError) -> ForecastTable {
    let rowCount = contextLength + horizon
    let layout: SampleLayout
    do throws(SplitError) {
      layout = try SampleLayout(
        rowCount: rowCount,
        contextLength: contextLength,
        horizon: horizon
      )
    } catch {
      throw .table(["\(error)"])
    }
    return try ForecastTable(
      featureNames: features,
      features: features.map { _ in [Double](repeating: 0, count: rowCount) },
      knownAhead: Set(knownAhead),
      closeTimes: (0..<rowCount).map { Int64($0) },
      targets: [Double?](repeating: nil, count: rowCount),
      targetKind: targetKind,
      returnsAhead: (0..<horizon).map { _ in [Double?](repeating: nil, count: rowCount) },
      layout: layout
    )
  }
}
