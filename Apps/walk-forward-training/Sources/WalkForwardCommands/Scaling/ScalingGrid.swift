internal import ArgumentParser
internal import CommandSupport
internal import ConfigValidation
internal import Forecasting
internal import ModelSearch
internal import NeuralForecasting
internal import Reporting

/// Counts the architectures of budgets without building one.
struct ScalingGrid: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "grid",
    abstract: "List the architectures of budgets, counted by formula.",
    discussion: """
      An architecture belongs to a budget when its parameters lie within a quarter of it. Nothing is built, so that
      budgets beyond this machine can be counted. Memory is what a training on 32-bit numbers takes, estimated, with
      the batch that the rule of memory gives.

      EXAMPLES:
        walk-forward-training scaling grid --budget 2M,20M,200M,2B --axes seed
        walk-forward-training scaling grid --budget 100K --features 28 --csv
        walk-forward-training scaling grid --budget 2B --counts

      EXIT CODES:
        0  done
        2  the command line is wrong
      """
  )

  @Option(help: "Budgets such as 100K or 2M, separated by commas.")
  var budget = "2M,20M,200M,2B"

  @Option(help: "The number of features in each row.")
  var features = 20

  @Option(help: "The number of rows that a model reads.")
  var context = 60

  @Option(help: "The number of rows in a patch.")
  var patch = 10

  @Option(help: "The number of rows from one patch to the next.")
  var stride = 5

  @Option(help: "The axes: seed (up to 48 blocks) or extended (up to 256).")
  var axes: Axes = .extended

  @Option(help: "The network: patch_transformer or transformer.")
  var model: Model = .patchTransformer

  @Flag(help: "Show how many architectures each budget has, and leave out their list.")
  var counts = false

  @Flag(help: "Print JSON.")
  var json = false

  @Flag(help: "Print CSV.")
  var csv = false

  /// The axes that architectures are made from.
  enum Axes: String, CaseIterable, ExpressibleByArgument {
    case extended
    case seed

    var grid: ArchitectureGrid { self == .seed ? .standard : .deep }
  }

  /// The networks that have sizes to search.
  enum Model: String, CaseIterable, ExpressibleByArgument {
    case patchTransformer = "patch_transformer"
    case transformer
  }

  func validate() throws {
    var problems: [String] = []
    for (option, value, most) in [
      ("--features", features, 100_000), ("--context", context, 10_000),
      ("--patch", patch, max(1, context)), ("--stride", stride, max(1, context)),
    ] where !(1...most).contains(value) {
      problems.append("expected 1 to \(most) for \(option), found \(value)")
    }
    for name in names {
      do { _ = try parameterBudget(name, option: "--budget") } catch let error as ValidationError {
        problems.append(error.message)
      }
    }
    if names.isEmpty { problems.append("expected a budget for --budget, found none") }
    if json, csv { problems.append("expected --json or --csv, found both") }
    if !problems.isEmpty { throw ValidationError(problems.joined(separator: "\n")) }
  }

  private var names: [String] {
    budget.split(separator: ",").map { $0.filter { !$0.isWhitespace } }
  }

  func run(context surroundings: CommandContext) async throws {
    let budgets = names.compactMap { ParameterBudget($0) }
    let found = budgets.map { budget in
      (
        budget: budget,
        architectures: axes.grid.architectures(
          of: budget,
          like: prototype,
          featureCount: features,
          contextLength: context
        )
      )
    }
    if json {
      surroundings.console.print(document(found).text(pretty: true))
    } else if csv {
      let lines = found.flatMap { budget, architectures in
        architectures.enumerated().map { row($1, place: $0, budget) }
      }
      let text = ([Self.columns] + lines).map { CSVRecord.line($0) }.joined()
      surroundings.console.print(String(text.dropLast()))
    } else {
      show(found, surroundings.console)
    }
  }

  private var prototype: NeuralArchitecture {
    let shape = TransformerShape(
      modelSize: 1,
      layerCount: 1,
      headCount: 1,
      feedForwardSize: 1,
      dropout: 0.1
    )
    return model == .transformer
      ? .encoderTransformer(shape)
      : .patchTransformer(shape, patchLength: patch, stride: stride)
  }

  private static let columns = [
    "budget", "arch", "d_model", "n_layers", "n_heads", "d_ff", "param_count", "batch",
    "memory_bytes",
  ]

  private func memory(_ found: CountedArchitecture) -> TrainingMemory {
    TrainingMemory(
      parameterCount: found.parameterCount,
      shape: found.shape,
      positionCount: found.architecture.positionCount(contextLength: context) ?? context,
      samples: batch(found)
    )
  }

  private func batch(_ found: CountedArchitecture) -> Int {
    BatchRule.batchSize(modelSize: found.shape.modelSize, layerCount: found.shape.layerCount)
  }

  private func row(
    _ found: CountedArchitecture,
    place: Int,
    _ budget: ParameterBudget
  ) -> [String] {
    let numbers = [
      place, found.shape.modelSize, found.shape.layerCount, found.shape.headCount,
      found.shape.feedForwardSize, found.parameterCount, batch(found), memory(found).bytes,
    ]
    return [budget.description] + numbers.map(String.init)
  }

  private typealias Found = [(budget: ParameterBudget, architectures: [CountedArchitecture])]

  private func document(_ found: Found) -> JSONValue {
    .array(
      found.map { budget, architectures in
        [
          "budget": .string(budget.description),
          "parameters": .integer(Int64(budget.parameterCount)),
          "count": .integer(Int64(architectures.count)),
          "architectures": .array(
            architectures.enumerated().map { place, found in
              [
                "arch": .integer(Int64(place)),
                "d_model": .integer(Int64(found.shape.modelSize)),
                "n_layers": .integer(Int64(found.shape.layerCount)),
                "n_heads": .integer(Int64(found.shape.headCount)),
                "d_ff": .integer(Int64(found.shape.feedForwardSize)),
                "param_count": .integer(Int64(found.parameterCount)),
                "batch": .integer(Int64(batch(found))),
                "memory_bytes": .integer(Int64(memory(found).bytes)),
              ]
            }
          ),
        ]
      }
    )
  }

  private func show(_ found: Found, _ console: Console) {
    if !counts {
      for (budget, architectures) in found where !architectures.isEmpty {
        var table = ConsoleTable(
          columns: [
            "arch", "d", "blocks", "heads", "feed forward", "parameters", "batch", "memory",
          ]
          .map { .init($0, .trailing) }
        )
        for (place, entry) in architectures.enumerated() {
          let shape = entry.shape
          let cells = [
            "\(place)", "\(shape.modelSize)", "\(shape.layerCount)", "\(shape.headCount)",
            "\(shape.feedForwardSize)", NumberText.grouped(entry.parameterCount),
            "\(batch(entry))", memoryText(memory(entry).bytes),
          ]
          table.append(cells.map { .init($0) })
        }
        console.print("\(budget)\n\(table.rendered(in: console.style))\n")
      }
    }
    var table = ConsoleTable(
      columns: [.init("budget")]
        + ["architectures", "fewest parameters", "most", "memory up to"].map {
          .init($0, .trailing)
        }
    )
    for (budget, architectures) in found {
      let sizes = architectures.map(\.parameterCount)
      let cells = [
        budget.description, "\(architectures.count)",
        sizes.first.map(NumberText.grouped) ?? "none",
        sizes.last.map(NumberText.grouped) ?? "none",
        architectures.map { memory($0).bytes }.max().map(memoryText) ?? "none",
      ]
      table.append(cells.map { .init($0) })
    }
    console.print(table.rendered(in: console.style))
  }
}
