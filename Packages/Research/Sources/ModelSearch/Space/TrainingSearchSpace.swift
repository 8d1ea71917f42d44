public import ConfigValidation
public import Optimizer

/// The parameters that a search tries, without the architectures, which depend on the data.
public struct TrainingSearchSpace: Sendable {
  /// Where the number of samples of a step comes from.
  public enum Batches: Hashable, Sendable {
    /// The document, or a parameter of the search.
    case stated

    /// Steps of ``BatchRule/updateSize`` samples, made of parts that the rule of memory allows.
    case byMemory
  }

  /// The name of the parameter that chooses an architecture.
  public static let architectureName = "arch"

  /// The parameters.
  public var parameters: [SearchParameter]

  /// Where the number of samples of a step comes from.
  public var batches: Batches

  /// The places in the grid that may be tried, rising, or `nil` for all.
  public var architectures: [Int]?

  /// Where the document names them, for errors.
  public var architecturesMark: ConfigMark?

  /// Everything that trainings use, and so everything that may be searched, with what it may be.
  public static let schema = ParameterSchema([
    .init(
      "lr",
      .number(1e-9...1),
      default: .number(0.001),
      summary: "the length of a step"
    ),
    .init(
      "epochs",
      .integer(1...100_000),
      default: .integer(50),
      summary: "the largest number of passes"
    ),
    .init(
      "batch",
      .integer(1...65_536),
      default: .integer(256),
      summary: "the samples of a step"
    ),
    .init(
      "weight_decay",
      .number(0...10),
      default: .number(0),
      summary: "the pull of weights to zero"
    ),
    .init(
      "warmup_steps",
      .integer(0...1_000_000),
      default: .integer(0),
      summary: "the steps over which the rate rises"
    ),
    .init(
      "dropout",
      .number(0...0.9),
      default: .number(0.1),
      summary: "the share of elements zeroed"
    ),
  ])

  /// What is tried with fixed sizes when the document says nothing.
  static let training = TrainingSearchSpace(
    parameters: [
      .number("lr", 1e-5...1e-2, scale: .logarithmic),
      .integer("epochs", 20...200, step: 10),
      .number("weight_decay", 1e-6...1e-2, scale: .logarithmic),
      .integer("warmup_steps", 0...1_000, step: 100),
      .number("dropout", 0...0.3),
    ],
    batches: .stated,
    architectures: nil,
    architecturesMark: nil
  )

  /// What is tried beside architectures when the document says nothing.
  static let architectural = TrainingSearchSpace(
    parameters: [
      .number("lr", 1e-4...1e-3, scale: .logarithmic),
      .ordered("epochs", [.integer(50), .integer(75), .integer(100)]),
      .number("weight_decay", 1e-4...5e-3, scale: .logarithmic),
      .ordered(
        "warmup_steps",
        [.integer(100), .integer(200), .integer(300), .integer(500)]
      ),
      .number("dropout", 0.1...0.3),
    ],
    batches: .byMemory,
    architectures: nil,
    architecturesMark: nil
  )

  /// The parameter of a name, or `nil` when it is not searched.
  public subscript(name: String) -> SearchParameter? {
    parameters.first { $0.name == name }
  }
}

extension ParameterValue {
  /// The value as a real number, or `nil` for names and switches.
  var realNumber: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    case .flag, .text: nil
    }
  }

  /// The value as a whole number, or `nil` for others.
  var wholeNumber: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    case .flag, .text: nil
    }
  }
}

extension SearchDomain {
  /// The smallest and the largest number, or `nil` for names.
  var ends: ClosedRange<Double>? {
    switch self {
    case .integer(let minimum, let maximum, _, _): Double(minimum)...Double(maximum)
    case .number(let minimum, let maximum, _, _): minimum...maximum
    case .ordered(let values), .choice(let values):
      {
        let numbers = values.compactMap(\.realNumber)
        guard let least = numbers.min(), let most = numbers.max() else { return nil }
        return least...most
      }()
    }
  }
}
