internal import ConfigValidation
public import Optimizer

/// What the trials over one stretch of data say.
public struct StretchOutcome: Sendable {
  /// Every trial, by number.
  public let trials: [SearchTrial]

  /// The numbers of the trials that ran to the end and keep every limit, best first objective first.
  public let ranking: [Int]

  /// The numbers of the trials that no other beats in every objective; empty for one objective.
  public let paretoFront: [Int]

  /// Neighbourhoods and plateaus.
  public let plateaus: PlateauReport

  /// How much each parameter matters, or `nil` with too few trials.
  public let importances: ImportanceReport?

  /// The objective over each pair of the most important numeric parameters.
  public let heatMaps: [HeatMap]

  /// The number of the single best trial, or `nil` when none is ranked.
  public var best: Int? { ranking.first }

  /// The number of the trial to use: the middle of the plateau with the best worst decile; `nil` when no trial
  /// is ranked.
  public var recommended: Int? { plateaus.recommended }

  /// How many of the numeric parameters, most important first, are paired in heat maps.
  static let pairedParameters = 3

  init(_ study: Study, _ robust: RobustConfig) throws(SearchError) {
    trials = study.trials.map { SearchTrial($0) }
    let direction = study.directions[0]
    ranking = study.trials.filter { $0.state == .complete }
      .sorted { left, right in
        let (one, other) = (left.values[0], right.values[0])
        guard one == other else { return direction == .maximize ? one > other : one < other }
        return left.number < right.number
      }
      .map(\.number)
    paretoFront = study.directions.count > 1 ? study.paretoFront.map(\.number) : []
    do throws(StudyError) {
      plateaus = try study.plateaus(robust.plateaus)
      importances = try study.importances(trees: robust.trees)
      heatMaps = try Self.heatMaps(study, importances, cells: robust.cells)
    } catch {
      throw .study(error)
    }
  }

  private static func heatMaps(
    _ study: Study,
    _ importances: ImportanceReport?,
    cells: Int
  ) throws(StudyError) -> [HeatMap] {
    guard study.trials.contains(where: { $0.state == .complete }) else { return [] }
    let shares = importances?.parameters ?? []
    func share(_ name: String) -> Double { shares.first { $0.name == name }?.share ?? 0 }
    let numeric = study.numericParameters
    let names = numeric.indices
      .sorted { (-share(numeric[$0]), $0) < (-share(numeric[$1]), $1) }
      .prefix(pairedParameters).map { numeric[$0] }
    var maps: [HeatMap] = []
    for (position, row) in names.enumerated() {
      for column in names.dropFirst(position + 1) {
        if let map = try study.heatMap(rows: row, columns: column, cells: cells) {
          maps.append(map)
        }
      }
    }
    return maps
  }

  /// The best trials by the first objective, and by return.
  func leaders(_ count: Int) -> [Int] {
    let byReturn = byReturn.prefix(count)
    return Array(Set(ranking.prefix(count)).union(byReturn)).sorted()
  }

  /// The ranked trials, highest return first.
  public var byReturn: [Int] {
    ranking.sorted { left, right in
      let (one, other) = (trials[left].figures?.totalReturn, trials[right].figures?.totalReturn)
      return (one ?? 0, -left) > (other ?? 0, -right)
    }
  }
}
