import ConfigValidation
import Foundation
import Testing

@Suite("walk-forward-training scaling")
struct ScalingCommandTests {
  private static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    return folder.path
  }()

  @Test("grid counts the architectures of each budget")
  func grid() async throws {
    let harness = try TrainingHarness()
    let seed = await harness.run("scaling grid --axes seed --json")
    #expect(seed.code == 0)
    let budgets = try #require(try JSONValue(parsing: seed.output).arrayValue)
    #expect(budgets.map { $0["count"]?.integerValue } == [75, 50, 75, 15])
    #expect(budgets[0]["architectures"]?[0]?["param_count"] == 1_614_529)
    let extended = await harness.run("scaling grid --counts")
    for count in ["80", "75", "125"] { #expect(extended.output.contains("  \(count)  ")) }
    let csv = await harness.run("scaling grid --budget 100K --csv")
    let lines = csv.output.split(separator: "\n")
    #expect(lines.count == 16)
    #expect(lines[0] == "budget,arch,d_model,n_layers,n_heads,d_ff,param_count,batch,memory_bytes")
    #expect(lines[1].hasPrefix("100K,0,64,2,2,128,81985,256,"))
    let table = await harness.run("scaling grid --budget 100k --model transformer --features 5")
    #expect(table.code == 0 && table.output.contains("feed forward"))
  }

  @Test("grid names every wrong option at once")
  func badGrid() async throws {
    let harness = try TrainingHarness()
    let bad = await harness.run("scaling grid --budget 2M,2Q --features 0 --stride 90 --csv --json")
    #expect(bad.code == 2)
    for part in [
      "'2Q'; did you mean '2M'?", "1 to 100000 for --features, found 0",
      "1 to 60 for --stride, found 90", "expected --json or --csv, found both",
    ] { #expect(bad.problems.contains(part), "\(part)") }
    let misspelt = await harness.run("scaling gird")
    #expect(misspelt.code == 2 && misspelt.problems.contains("did you mean 'grid'?"))
  }

  @Test("fit finds the exponents of the published losses, and says that larger models were worse")
  func published() async throws {
    let harness = try TrainingHarness()
    let path = Self.root + "/Fixtures/reference/scaling-published.csv"
    let found = await harness.run([
      "scaling", "fit", path, "--base-rate-loss", "0.5", "--output", "@study",
    ])
    #expect(found.code == 0, "\(found.problems)")
    for part in [
      "alpha -0.0179", "alpha -0.0521", "alpha -0.0085", "Larger models were worse.", "base rate",
    ] { #expect(found.output.contains(part), "\(part)") }
    let document = try JSONValue(
      parsing: String(
        decoding: harness.loop.files(in: "study")["scaling_fit.json"] ?? Data(),
        as: UTF8.self
      )
    )
    #expect(document["fits"]?.arrayValue?.count == 3)
    #expect(document["fits"]?[0]?["base_rate_loss"] == 0.5)
    #expect(document["fits"]?[1]?["larger_models"] == "worse")
    let printed = await harness.run(["scaling", "fit", path, "--base-rate-loss", "0.5", "--json"])
    #expect(try JSONValue(parsing: printed.output) == document)
  }

  @Test("what cannot be fitted is an error with its place")
  func problems() async throws {
    let harness = try TrainingHarness()
    try harness.loop.write("n,error\n1e6,0.5\n", to: "one.csv")
    try harness.loop.write("n,error\n1e6,0\n-3,0.5\n", to: "bad.csv")
    try FileManager.default.createDirectory(
      atPath: harness.path("empty"),
      withIntermediateDirectories: true
    )
    let one = await harness.run("scaling fit @one.csv")
    #expect(one.code == 1 && one.problems.contains("expected 2 points or more, found 1"))
    let bad = await harness.run("scaling fit @bad.csv @empty @nowhere")
    #expect(bad.code == 1)
    for part in [
      "bad.csv:2: expected error as a number above 0, found '0'",
      "bad.csv:3: expected n as a number above 0, found '-3'",
      "empty: expected files named *_best.json", "nowhere: no such file",
    ] { #expect(bad.problems.contains(part), "\(part)") }
    let confidence = await harness.run("scaling fit @one.csv --confidence 95")
    #expect(confidence.code == 2 && confidence.problems.contains("between 0 and 1"))
    let metric = await harness.run("scaling fit @one.csv --metric valloss")
    #expect(metric.code == 2 && metric.problems.contains("did you mean 'val_loss'?"))
    let report = await harness.run("scaling report @empty")
    #expect(report.code == 1 && report.problems.contains("*_best.json"))
  }
}
