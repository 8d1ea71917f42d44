public import ConfigValidation

/// How plateaus of an objective are found.
public struct PlateauSettings: Hashable, Sendable {
  /// How many deviations the median of a neighbourhood is worsened by to give its stability.
  public var deviationPenalty: Double

  /// The share of trials, those with the best neighbourhoods, that form plateaus.
  public var topShare: Double

  /// The distance at which two trials are linked, for one parameter; the root of their number is
  /// multiplied in.
  public var linkDistance: Double

  /// The smallest number of neighbours; the root of the number of trials is used when greater.
  public var leastNeighbours: Int

  /// Creates settings.
  public init(
    deviationPenalty: Double,
    topShare: Double,
    linkDistance: Double,
    leastNeighbours: Int
  ) {
    self.deviationPenalty = deviationPenalty
    self.topShare = topShare
    self.linkDistance = linkDistance
    self.leastNeighbours = leastNeighbours
  }

  /// Half a deviation, the best fifth, links of 0.15, five neighbours.
  public static let standard = PlateauSettings(
    deviationPenalty: 0.5,
    topShare: 0.2,
    linkDistance: 0.15,
    leastNeighbours: 5
  )

  func check() throws(StudyError) {
    let numbers = [("deviationPenalty", deviationPenalty), ("linkDistance", linkDistance)]
    for (name, number) in numbers where !(number >= 0 && number.isFinite) {
      throw .invalidSetting(
        name: name,
        expected: "a finite number of at least 0",
        found: "\(number)"
      )
    }
    guard topShare > 0, topShare <= 1 else {
      throw .invalidSetting(
        name: "topShare",
        expected: "a share above 0, at most 1",
        found: "\(topShare)"
      )
    }
    try checkAtLeast(1, leastNeighbours, "leastNeighbours")
  }
}

/// The objective around one trial: of the trial and its nearest neighbours.
public struct Neighbourhood: Hashable, Sendable {
  /// The number of the trial in the middle.
  public let trial: Int

  /// The median of the objective.
  public let median: Double

  /// The median distance of the objective to its median.
  public let deviation: Double

  /// The share of trials with an objective above zero.
  public let positiveShare: Double

  /// The median, worsened by a multiple of the deviation.
  public let stability: Double
}

/// Neighbouring trials whose neighbourhoods are all good.
public struct Plateau: Hashable, Sendable {
  /// The numbers of its trials.
  public let trials: [Int]

  /// The number of the trial nearest to the centre.
  public let representative: Int

  /// The median of the objective.
  public let median: Double

  /// The worst value of the objective.
  public let worst: Double

  /// The value of the objective that nine of ten trials reach.
  public let worstDecile: Double

  /// The least and greatest value of each numeric parameter among the trials where it is active.
  public let ranges: [PlateauRange]
}

/// The values of one parameter on a plateau.
public struct PlateauRange: Hashable, Sendable {
  /// The name of the parameter.
  public let name: String

  /// Its least value.
  public let minimum: ParameterValue

  /// Its greatest value.
  public let maximum: ParameterValue
}

/// What the trials of a study say about the surface of its first objective.
public struct PlateauReport: Hashable, Sendable {
  /// The surroundings of each complete trial, by number.
  public let neighbourhoods: [Neighbourhood]

  /// The plateaus, the best worst decile first.
  public let plateaus: [Plateau]

  /// The number of the trial to use: the representative of the best plateau rather than the single
  /// best trial; `nil` without a complete trial.
  public var recommended: Int? { plateaus.first?.representative }
}
