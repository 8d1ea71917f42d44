/// How hot a machine is.
public enum ThermalState: String, Hashable, Sendable, CaseIterable {
  /// Below 70 °C.
  case normal

  /// Below 85 °C.
  case acceptable

  /// 85 °C or more: pause.
  case warning

  /// 95 °C or more: stop.
  case critical

  /// Nothing could be read: go on.
  case unknown

  /// The state at a temperature in degrees Celsius, or without one.
  public init(celsius: Double?) {
    guard let celsius, celsius.isFinite else {
      self = .unknown
      return
    }
    self =
      celsius >= 95 ? .critical : celsius >= 85 ? .warning : celsius >= 70 ? .acceptable : .normal
  }

  /// How long to pause before going on, in seconds.
  public var pauseSeconds: Double { self == .warning ? 60 : 0 }

  /// Whether the run has to stop.
  public var stopsRun: Bool { self == .critical }
}

/// The files in which a machine tells how hot it is.
public protocol ThermalFiles: Sendable {
  /// The paths of files that hold temperatures in thousandths of a degree Celsius.
  func paths() -> [String]

  /// The text of a file, or `nil` where it cannot be read.
  func text(at path: String) -> String?
}

/// Watches the temperature of a machine while models are trained.
public struct ThermalGuard: Sendable {
  /// What one look at the sensors found.
  public struct Reading: Hashable, Sendable {
    /// The hottest sensor in degrees Celsius, or `nil` when none could be read.
    public let celsius: Double?

    /// What that means.
    public let state: ThermalState
  }

  /// The hottest reading so far, or `nil` before the first one.
  public private(set) var hottest: Double?

  private let files: any ThermalFiles

  /// Watches sensors.
  public init(_ files: any ThermalFiles) { self.files = files }

  /// Looks at the sensors.
  ///
  /// Sensors without a number, or beyond -50 to 150 °C, where broken ones lie, are passed over.
  public mutating func read() -> Reading {
    let found = files.paths().compactMap { path -> Double? in
      let digits = files.text(at: path)?.filter { !$0.isWhitespace }
      guard let celsius = digits.flatMap(Double.init).map({ $0 / 1000 }) else { return nil }
      return (-50...150).contains(celsius) ? celsius : nil
    }
    let celsius = found.max()
    if let celsius { hottest = max(celsius, hottest ?? celsius) }
    return Reading(celsius: celsius, state: ThermalState(celsius: celsius))
  }
}
