internal import ConfigValidation
internal import Optimizer

extension TrainingSearchSpace {
  /// Reads the section `training_search_space`, or takes the default search without it.
  static func read(_ root: ConfigMapping, isArchitectural: Bool) -> TrainingSearchSpace {
    root.value(
      "training_search_space",
      kind(isArchitectural: isArchitectural),
      default: isArchitectural ? .architectural : .training
    )
  }

  /// A mapping of parameters to domains, in which `batch` may be `by_memory` and `arch` a list of places.
  private static func kind(isArchitectural: Bool) -> ConfigKind<TrainingSearchSpace> {
    ConfigKind(expected: "a mapping of parameters to domains", fallback: .training) {
      node,
      path,
      collector in
      guard case .mapping(var entries) = node.content else {
        collector.add(
          .unexpected(expected: "a mapping of parameters to domains", found: node.summary),
          at: path,
          mark: node.mark
        )
        return nil
      }
      var space = TrainingSearchSpace(
        parameters: [],
        batches: .stated,
        architectures: nil,
        architecturesMark: nil
      )
      if node["batch"]?.content == .text("by_memory") {
        space.batches = .byMemory
        entries.removeAll { $0.key == "batch" }
      }
      if let architectures = node[architectureName] {
        entries.removeAll { $0.key == architectureName }
        space.architecturesMark = architectures.mark
        let place = path.appending(field: architectureName)
        if isArchitectural {
          space.architectures = places.read(architectures, place, collector).flatMap(\.self)
        } else {
          collector.add(
            .conflict(rule: "is searched only where architectural is true"),
            at: place,
            mark: architectures.mark
          )
        }
      }
      if !entries.isEmpty {
        let parameters = ConfigKind<SearchSpace?>.searchParameters(schema: schema, constraints: [])
        let rest = ConfigNode(.mapping(entries), mark: node.mark)
        space.parameters =
          parameters.read(rest, path, collector)?.map(\.parameters) ?? []
      } else if !isArchitectural {
        collector.add(
          .missing(expected: "at least one of \(schema.parameters.map(\.name))"),
          at: path,
          mark: node.mark
        )
      }
      return space
    }
  }

  /// `all`, or rising places in the grid.
  private static var places: ConfigKind<[Int]?> {
    let expected = "all, or rising places in the grid from 0"
    return ConfigKind(expected: expected, fallback: nil) { node, path, collector in
      if node.content == .text("all") { return .some(nil) }
      let list = ConfigKind<[Int]>.list(of: .integer(in: 0...1_000_000), minimumCount: 1)
      guard let places = list.read(node, path, collector) else { return nil }
      if zip(places, places.dropFirst()).contains(where: { $0 >= $1 }) {
        collector.add(
          .unexpected(expected: expected, found: "\(places)"),
          at: path,
          mark: node.mark
        )
      }
      return places
    }
  }
}
