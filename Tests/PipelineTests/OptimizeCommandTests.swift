import ConfigValidation
import Foundation
import Testing

@Suite("research-loop optimize", .enabled(if: LoopHarness.hasDatabase))
struct OptimizeCommandTests {
  private static let document = """
    experiment_name: ema
    strategy: EmaCross
    data: {symbol: SPY, interval: 1d}
    optimization: {method: tpe, samples: 24, batch_size: 8}
    parameters:
      fast: {min: 2, max: 12}
      slow: {min: 10, max: 60}
    constraints: [fast < slow]
    execution: {starting_cash: 10000}
    """

  private static let files = [
    "best_params.yaml", "equity.csv", "resolved_config.yaml", "results.json", "trades.csv",
    "trades.parquet",
  ]

  /// The files of the only search in a folder, by name.
  private func files(_ harness: LoopHarness, _ output: String) throws -> [String: Data] {
    let found = try harness.files(in: output)
    return Dictionary(
      uniqueKeysWithValues: found.map {
        (String($0.key.split(separator: "/").last ?? ""), $0.value)
      }
    )
  }

  @Test("writes a whole folder, and the same one again from what it resolved")
  func writesFolder() async throws {
    let harness = try LoopHarness()
    _ = await harness.makeLake()
    let path = try harness.write(Self.document, to: "c.yaml")
    func run(
      _ document: String,
      _ output: String,
      _ more: [String] = []
    ) async -> LoopHarness.Outcome {
      await harness.run(
        [
          "optimize", document, "--lake", harness.path("lake"), "--output", harness.path(output),
          "--now", "2024-01-01", "--registry", harness.path("\(output).sqlite"),
        ] + more
      )
    }
    let first = await run(path, "a", ["--workers", "1"])
    #expect(first.code == 0, "\(first.problems)")
    #expect(first.output.contains("Rank"))
    #expect(first.output.contains("recommended"))
    let one = try files(harness, "a")
    #expect(one.keys.sorted() == Self.files)

    #expect(await run(path, "b", ["--workers", "3"]).code == 0)
    let resolved = try #require(one["resolved_config.yaml"])
    let again = try harness.write(String(decoding: resolved, as: UTF8.self), to: "elsewhere/r.yaml")
    #expect(await run(again, "c").code == 0)
    #expect(await run(path, "a", ["--resume"]).code == 0)
    for output in ["a", "b", "c"] {
      let other = try files(harness, output)
      for name in Self.files where name != "trades.parquet" {
        #expect(other[name] == one[name], "\(output) \(name)")
      }
    }
    let missing = await run(path, "d", ["--resume"])
    #expect(missing.code == 1)
    #expect(missing.problems.contains("--resume: expected a search that was begun as ema-"))
  }

  @Test("shows what it would do and writes nothing")
  func describes() async throws {
    let harness = try LoopHarness()
    _ = await harness.makeLake()
    let path = try harness.write(Self.document, to: "c.yaml")
    let outcome = await harness.run([
      "optimize", path, "--lake", harness.path("lake"), "--output", harness.path("o"), "--dry-run",
    ])
    #expect(outcome.code == 0, "\(outcome.problems)")
    for word in ["experiment", "trials         24", "passes         5", "estimate"] {
      #expect(outcome.output.contains(word), "\(outcome.output)")
    }
    #expect(try harness.files(in: "o").isEmpty)
  }

  @Test("names every mistake and exits with 2")
  func refuses() async throws {
    let harness = try LoopHarness()
    let path = try harness.write(
      Self.document.replacingOccurrences(of: "fast: {min: 2", with: "fst: {min: 2")
        .replacingOccurrences(of: "tpe", with: "tpee"),
      to: "c.yaml"
    )
    let outcome = await harness.run(["optimize", path, "--lake", harness.path("lake")])
    #expect(outcome.code == 2)
    #expect(outcome.problems.contains("c.yaml:4: optimization.method: expected one of grid"))
    #expect(outcome.problems.contains("c.yaml:6: parameters.fst: is not a known field"))
    let lakeless = try harness.write(Self.document, to: "d.yaml")
    #expect(await harness.run(["optimize", lakeless]).code == 2)
    let missing = await harness.run(["optimize", lakeless, "--lake", harness.path("nowhere")])
    #expect(missing.code == 1)
  }

  @Test("searches a file of trades without a lake")
  func searchesFile() async throws {
    let harness = try LoopHarness()
    var rows = "time,price,quantity,isbuyermaker\n"
    for row in 0..<3_000 {
      let wave = 100 + 5 * sin(Double(row) / 40) + 0.3 * sin(Double(row * row % 97))
      rows += "\(1_700_000_000_000 + row * 250),\(wave),\(1 + row % 3),\(row % 5 == 0)\n"
    }
    try harness.write(rows, to: "trades.csv")
    let path = try harness.write(
      """
      experiment_name: file
      strategy: OFIMomentum
      data: {path: trades.csv, format: csv, schema_type: trades, symbol: X}
      optimization: {method: grid, objective: roi}
      parameters: {window: [2, 10, 50], threshold: [1, 5]}
      """,
      to: "c.yaml"
    )
    let outcome = await harness.run([
      "optimize", path, "--output", harness.path("o"), "--now", "2024-01-01", "--json",
    ])
    #expect(outcome.code == 0, "\(outcome.problems)")
    let results = try JSONValue(parsing: Array(outcome.output.utf8))
    #expect(results["results"]?.arrayValue?.count == 6)
    #expect(results["data"]?["rows"]?.integerValue == 3_000)
    #expect(outcome.problems.contains("OFIMomentumStrategy on X, 3,000 ticks"))
  }
}
