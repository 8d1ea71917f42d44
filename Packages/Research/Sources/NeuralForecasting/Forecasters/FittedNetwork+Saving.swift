internal import ConfigValidation
internal import DataLake
internal import Features
public import Forecasting
public import TorchEngine

/// The file of the weights beside `model.json`.
private let weightsName = "weights.safetensors"

extension FittedNetwork {
  func save(to folder: String) throws(ForecastError) -> [String] {
    var file = SafeTensors()
    for weight in weights {
      file.entries.append(
        .init(name: weight.name, shape: weight.shape, values: .floats(weight.values))
      )
    }
    let bytes = file.encoded
    do throws(FileError) {
      try AtomicFile.write(bytes, to: "\(folder)/\(weightsName)")
    } catch {
      throw .file("\(error)")
    }
    // Last, because its presence says that the weights are there.
    return try ForecasterFile.write(
      builder.architecture.name,
      [
        JSONMember("settings", settings),
        JSONMember("features", .array(input.features.map { .string($0) })),
        JSONMember("known_ahead", .array(input.knownAhead.map { .string($0) })),
        JSONMember("context_length", JSONValue(input.contextLength)),
        JSONMember("horizon", JSONValue(input.horizon)),
        JSONMember("target_kind", .string(input.targetKind.rawValue)),
        JSONMember("scaler", scaler.json),
        JSONMember("target_center", .number(scale.center)),
        JSONMember("target_spreads", .array(scale.spreads.map { .number($0) })),
        JSONMember("sha256", .string(ContentHash(of: bytes).hex)),
      ],
      report,
      to: folder
    ) + [weightsName]
  }

  /// Reads what ``save(to:)`` wrote, or returns `nil` when the document is not of a network.
  ///
  /// - Throws: ``ForecastError/badFile(path:expected:found:)`` for weights of another network, and for
  ///   damaged ones.
  init?(
    _ name: String,
    _ document: JSONValue,
    _ report: FitReport,
    folder: String,
    on device: TorchDevice,
    _ torch: Torch
  ) throws(ForecastError) {
    guard let settings = document["settings"],
      let architecture = NeuralArchitecture(name: name, json: settings["model"]),
      let input = NetworkInput(document), let scale = TargetScale(document),
      let scaler = document["scaler"].flatMap({ try? FittedScaler(json: $0) }),
      scaler.entries.map(\.name) == input.features,
      let hash = document["sha256"]?.stringValue
    else { return nil }
    let builder = NetworkBuilder(architecture: architecture, device: device, torch: torch)
    let path = "\(folder)/\(weightsName)"
    let bytes: [UInt8]
    do throws(FileError) { bytes = try AtomicFile.read(path) } catch { throw .file("\(error)") }
    let found = try SafeTensors(bytes, path: path)
    let empty = try builder.network(try input.emptyTable(), scaler, scale, seed: 0)
    let weights = try empty.weights.matching(found, path: path)
    guard ContentHash(of: bytes).hex == hash else {
      throw .badFile(
        path: path,
        expected: "a file with SHA-256 \(hash)",
        found: ContentHash(of: bytes).hex
      )
    }
    self.init(
      report: report,
      builder: builder,
      settings: settings,
      input: input,
      scaler: scaler,
      scale: scale,
      weights: weights
    )
  }
}

extension WeightStore {
  /// The arrays of a file, one for each weight.
  ///
  /// - Throws: ``ForecastError/badFile(path:expected:found:)`` naming every weight that is missing, has
  ///   another shape or is not of this network.
  fileprivate func matching(
    _ file: SafeTensors,
    path: String
  ) throws(ForecastError) -> [FittedNetwork.Weight] {
    var weights: [FittedNetwork.Weight] = []
    var (expected, found): ([String], [String]) = ([], [])
    func text(_ name: String, _ shape: [Int]) -> String { "\(name) \(shape)" }
    for entry in entries {
      let stored = file[entry.name]
      if let stored, stored.shape == entry.tensor.shape, case .floats(let values) = stored.values {
        weights.append(.init(name: entry.name, shape: stored.shape, values: values))
      } else {
        expected.append(text(entry.name, entry.tensor.shape))
        found.append(stored.map { text($0.name, $0.shape) } ?? "no \(entry.name)")
      }
    }
    let names = Set(entries.map(\.name))
    for stored in file.entries where !names.contains(stored.name) {
      found.append(text(stored.name, stored.shape))
    }
    guard found.isEmpty else {
      func list(_ texts: [String]) -> String {
        let more = texts.count > 5 ? " and \(texts.count - 5) more" : ""
        return texts.isEmpty ? "no further weights" : texts.prefix(5).joined(separator: ", ") + more
      }
      throw .badFile(
        path: path,
        expected: "the weights of the network in model.json: \(list(expected))",
        found: list(found)
      )
    }
    return weights
  }
}

extension NetworkInput {
  fileprivate init?(_ document: JSONValue) {
    guard let features = document["features"]?.texts, !features.isEmpty,
      let known = document["known_ahead"]?.texts, Set(known).isSubset(of: features),
      let contextLength = document["context_length"]?.integerValue,
      (1...1_000_000).contains(contextLength),
      let horizon = document["horizon"]?.integerValue, (1...1_000_000).contains(horizon),
      let kind = document["target_kind"]?.stringValue.flatMap(ForecastTargetKind.init)
    else { return nil }
    self.init(
      features: features,
      knownAhead: known,
      contextLength: Int(contextLength),
      horizon: Int(horizon),
      targetKind: kind
    )
  }
}

extension TargetScale {
  fileprivate init?(_ document: JSONValue) {
    guard let center = document["target_center"]?.numberValue,
      let spreads = document["target_spreads"]?.numbers, !spreads.isEmpty,
      spreads.allSatisfy({ $0 > 0 && $0.isFinite })
    else { return nil }
    self.init(center: center, spreads: spreads)
  }
}

extension SavedForecaster {
  /// Loads the forecaster of a folder, networks included.
  ///
  /// - Parameters:
  ///   - folder: What ``FittedForecaster/save(to:)`` was given.
  ///   - device: Where networks are asked.
  ///   - boosting: The boosting library; asked for only when the folder holds a boosted forecaster.
  ///   - tensors: The tensor library; asked for only when the folder holds a network.
  /// - Returns: A forecaster whose forecasts equal those of the saved one, bit for bit on one device.
  /// - Throws: ``ForecastError``; files of another network and damaged ones are named with what was expected
  ///   and found.
  public static func load(
    from folder: String,
    on device: TorchDevice,
    boosting: () throws(ForecastError) -> LightGBM,
    tensors: () throws(ForecastError) -> Torch
  ) throws(ForecastError) -> any FittedForecaster {
    try load(from: folder, boosting: boosting) {
      (name, document, report) throws(ForecastError) -> (any FittedForecaster)? in
      guard NeuralArchitecture.names.contains(name) else { return nil }
      let network = try FittedNetwork(
        name,
        document,
        report,
        folder: folder,
        on: device,
        try tensors()
      )
      guard let network else { throw ForecasterFile.broken(name, in: folder) }
      return network
    }
  }
}
