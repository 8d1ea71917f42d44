extension Study {
  /// Finds where the first objective is good over whole regions rather than at single points.
  ///
  /// Trials lie at the scaled values of their parameters; choices that differ, and parameters active in
  /// only one of two trials, count as a whole axis apart. Pruned and failed trials are left out.
  ///
  /// - Returns: Neighbourhoods and plateaus; both empty without a complete trial.
  /// - Throws: ``StudyError/invalidSetting(name:expected:found:)``.
  /// - Complexity: O(trials² · parameters).
  public func plateaus(_ settings: PlateauSettings) throws(StudyError) -> PlateauReport {
    try settings.check()
    let surface = ObjectiveSurface(self, settings)
    let hoods = surface.hoods
    let order = hoods.indices.sorted { (hoods[$0].median, $0) < (hoods[$1].median, $1) }
    let count = Int((settings.topShare * Double(hoods.count)).rounded(.up))
    let groups = surface.linked(order.prefix(count).sorted())
    let plateaus = groups.map(surface.plateau)
    return PlateauReport(
      neighbourhoods: hoods.map(surface.neighbourhood),
      plateaus: plateaus.sorted {
        (directions[0].loss($0.worstDecile), $0.trials[0])
          < (directions[0].loss($1.worstDecile), $1.trials[0])
      }
    )
  }
}

/// The complete trials of a study in scaled coordinates.
private struct ObjectiveSurface {
  /// The losses around one trial.
  struct Hood {
    let place: Int
    let median: Double
    let deviation: Double
    let positiveShare: Double
  }

  let space: SearchSpace
  let direction: SearchDirection
  let settings: PlateauSettings
  let trials: [TrialRecord]
  let losses: [Double]

  /// Scaled coordinates, `nil` while inactive; shape `[trials][parameters]`.
  let places: [[Double?]]

  /// By place, in the order of the trials.
  private(set) var hoods: [Hood] = []

  init(_ study: Study, _ settings: PlateauSettings) {
    space = study.space
    direction = study.directions[0]
    self.settings = settings
    trials = study.trials.filter { $0.state == .complete }
    losses = trials.map { [direction] in direction.loss($0.values[0]) }
    places = trials.map { [space] trial in
      zip(space.coordinates, trial.point.values).map { axis, value in
        guard let value else { return nil }
        return axis.isChoice || axis.isFixed ? value : (axis.model(value) - axis.low) / axis.width
      }
    }
    hoods = trials.indices.map(hood)
  }

  func squaredDistance(_ left: Int, _ right: Int) -> Double {
    var sum = 0.0
    for axis in space.coordinates.indices {
      switch (places[left][axis], places[right][axis]) {
      case (let first?, let second?) where space.coordinates[axis].isChoice:
        sum += first == second ? 0 : 1
      case (let first?, let second?): sum += (first - second) * (first - second)
      case (nil, nil): break
      default: sum += 1
      }
    }
    return sum
  }

  private func hood(_ place: Int) -> Hood {
    let root = Int(Double(trials.count).squareRoot().rounded(.up))
    let wanted = max(settings.leastNeighbours, root)
    // The nearest so far in rising order; most of the others are farther than the last of them.
    var nearest: [(distance: Double, trial: Int)] = []
    for other in trials.indices where other != place {
      let distance = squaredDistance(place, other)
      if nearest.count == wanted, let last = nearest.last, distance >= last.distance { continue }
      var (low, high) = (0, nearest.count)
      while low < high {
        let middle = (low + high) / 2
        if nearest[middle].distance <= distance { low = middle + 1 } else { high = middle }
      }
      nearest.insert((distance, other), at: low)
      if nearest.count > wanted { nearest.removeLast() }
    }
    let members = [place] + nearest.map(\.trial)
    let middle = median(members.map { losses[$0] })
    return Hood(
      place: place,
      median: middle,
      deviation: median(members.map { abs(losses[$0] - middle) }),
      positiveShare: Double(members.filter { trials[$0].values[0] > 0 }.count)
        / Double(members.count)
    )
  }

  func neighbourhood(_ hood: Hood) -> Neighbourhood {
    Neighbourhood(
      trial: trials[hood.place].number,
      median: direction.loss(hood.median),
      deviation: hood.deviation,
      positiveShare: hood.positiveShare,
      stability: direction.loss(hood.median + settings.deviationPenalty * hood.deviation)
    )
  }

  /// The connected components of some trials, each in rising order.
  func linked(_ members: [Int]) -> [[Int]] {
    let limit = settings.linkDistance * settings.linkDistance * Double(space.count)
    var rest = members
    var groups: [[Int]] = []
    while let first = rest.first {
      var group = [first]
      rest.removeFirst()
      var next = 0
      while next < group.count {
        let here = group[next]
        group += rest.filter { squaredDistance(here, $0) <= limit }
        rest.removeAll { squaredDistance(here, $0) <= limit }
        next += 1
      }
      groups.append(group.sorted())
    }
    return groups
  }

  func plateau(_ members: [Int]) -> Plateau {
    // The least sum of squared distances belongs to the trial nearest to the mean.
    let spreads = members.map { member in
      members.reduce(0) { $0 + squaredDistance(member, $1) }
    }
    let middle = spreads.indices.min { (spreads[$0], $0) < (spreads[$1], $1) } ?? 0
    let ranked = members.map { losses[$0] }.sorted()
    let decile = Int((0.9 * Double(ranked.count)).rounded(.up)) - 1
    return Plateau(
      trials: members.map { trials[$0].number },
      representative: trials[members[middle]].number,
      median: direction.loss(median(ranked)),
      worst: direction.loss(ranked[ranked.count - 1]),
      worstDecile: direction.loss(ranked[decile]),
      ranges: ranges(members)
    )
  }

  private func ranges(_ members: [Int]) -> [PlateauRange] {
    space.coordinates.indices.compactMap { axis in
      let coordinate = space.coordinates[axis]
      let values = members.compactMap { trials[$0].point.values[axis] }
      guard !coordinate.isChoice, let least = values.min(), let most = values.max() else {
        return nil
      }
      return PlateauRange(
        name: space.parameters[axis].name,
        minimum: coordinate.parameter(least),
        maximum: coordinate.parameter(most)
      )
    }
  }

  private func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return 0.5 * (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2])
  }
}
