import ExperimentRegistry
import Foundation
import Testing

@Suite("Bad input")
struct BadInputTests {
  /// A command line or a document that cannot work, the exit code and a part of the message.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: String
    var from = ""
    var to = ""
    var arguments: [String] = ["--once"]
    var code: Int32
    var message: String

    var testDescription: String { name }
  }

  static let documents: [Case] = [
    Case(
      name: "an unknown key",
      from: "starting_cash:",
      to: "starting_csh:",
      code: 2,
      message:
        "loop.yaml:16: experiment.starting_csh: is not a known field; did you mean 'starting_cash'?"
    ),
    Case(
      name: "an unknown strategy",
      from: "RsiReversion",
      to: "RsiRevesrion",
      code: 2,
      message: "did you mean 'RsiReversionStrategy'?"
    ),
    Case(
      name: "an unknown parameter",
      from: "{period: 7}",
      to: "{perod: 7}",
      code: 2,
      message: "did you mean 'period'?"
    ),
    Case(
      name: "a missing sweep",
      from: "sweeps/ema.yaml",
      to: "sweeps/emma.yaml",
      code: 2,
      message: "strategies[0].sweep"
    ),
    Case(
      name: "an end before the start",
      from: "end_date: 2019-10-31",
      to: "end_date: 2019-01-31",
      code: 2,
      message: "pack.end_date"
    ),
    Case(
      name: "no symbols",
      from: "symbols: [SPY, QQQ]",
      to: "symbols: []",
      code: 2,
      message: "pack.symbols"
    ),
    Case(
      name: "days without bars",
      from: "start_date: 2019-03-01\n  end_date: 2019-10-31",
      to: "start_date: 2009-03-01\n  end_date: 2009-10-31",
      code: 1,
      message: "no bars to replay from 2009-03-01 through 2009-10-31"
    ),
    Case(
      name: "a symbol that the lake does not have",
      from: "[SPY, QQQ]",
      to: "[SPY, XYZ]",
      code: 1,
      message: "XYZ: no bars of XYZ"
    ),
    Case(
      name: "a lake that is not there",
      from: "lake: lake",
      to: "lake: elsewhere",
      code: 1,
      message: "expected the folder of a lake, found nothing"
    ),
    Case(
      name: "an override that is no assignment",
      arguments: ["--once", "--set", "experiment"],
      code: 2,
      message: "experiment"
    ),
    Case(
      name: "an instant that is none",
      arguments: ["--once", "--now", "yesterday"],
      code: 2,
      message: "expected an ISO 8601 instant for --now, found 'yesterday'"
    ),
    Case(
      name: "no workers",
      arguments: ["--once", "--workers", "0"],
      code: 2,
      message: "expected 1 or more for --workers, found 0"
    ),
    Case(
      name: "a misspelt option",
      arguments: ["--onse"],
      code: 2,
      message: "Did you mean '--once'?"
    ),
    Case(
      name: "an output folder that cannot be made",
      arguments: ["--once", "--output", "/proc/nowhere"],
      code: 1,
      message: "/proc/nowhere"
    ),
  ]

  @Test(
    "in a configuration or its command line gives one clear error and changes nothing",
    .enabled(if: LoopHarness.hasDatabase),
    arguments: documents
  )
  func refusesDocument(bad: Case) async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake(days: 210).code == 0)
    let document =
      bad.from.isEmpty
      ? LoopDocuments.cycle : LoopDocuments.cycle.replacing(bad.from, with: bad.to)
    let config = try loop.writeDocuments(document)
    let before = try loop.files(in: ".").keys.sorted()
    let outcome = await loop.run(["--config", config] + bad.arguments)
    #expect(outcome.code == bad.code)
    #expect(outcome.problems.contains(bad.message), "\(outcome.problems)")
    if bad.code == 2 { #expect(try loop.files(in: ".").keys.sorted() == before) }
  }

  @Test(
    "on the command line exits with 2 and suggests what was meant",
    arguments: [
      (["stategies", "list"], "did you mean 'strategies'?"),
      (["data", "improt"], "data 'improt' is not a command; did you mean 'import'?"),
      (["runs", "list"], "expected one of --lake, --registry and --config"),
      (["runs", "show"], "Missing expected argument '<run>'"),
      (["data", "list"], "Missing expected argument '--lake <lake>'"),
      (
        [
          "data", "import", "x.csv", "--lake", "l", "--format", "yaho", "--interval", "1d",
          "--provider", "p",
        ], "did you mean 'yahoo'?"
      ),
      (["--config", "nowhere.yaml", "--once"], "nowhere.yaml"),
    ]
  )
  func refusesCommandLine(arguments: [String], message: String) async throws {
    let outcome = try await LoopHarness().run(arguments)
    #expect(outcome.code == 2)
    #expect(outcome.problems.contains(message), "\(outcome.problems)")
    #expect(outcome.output.isEmpty)
  }

  @Test("a missing database library is named with the places searched and the remedy")
  func namesMissingLibrary() async throws {
    let loop = try LoopHarness()
    try FileManager.default.createDirectory(
      atPath: loop.path("lake"),
      withIntermediateDirectories: true
    )
    let outcome = await loop.run(
      ["data", "list", "--lake", loop.path("lake")],
      environment: ["ASSAY_LIBDUCKDB": "/nowhere/libduckdb.so"]
    )
    #expect(outcome.code == 1)
    #expect(outcome.problems.contains("/nowhere/libduckdb.so"), "\(outcome.problems)")
    #expect(outcome.problems.contains("make deps"), "\(outcome.problems)")
  }

  @Test(
    "in files to import leaves the lake as it was",
    .enabled(if: LoopHarness.hasDatabase),
    arguments: [
      (
        "Date,Open,High,Low,Close\n2019-03-01,1,2,0.5,1.5\n", "bad.csv:1: volume: expected a column"
      ),
      ("", "empty.csv"),
      (
        "Date,Open,High,Low,Close,Volume\n2019-03-01,1,2,0.5,1.5,10\n2019-03-01,1,2,0.5,1.6,10\n",
        "bad.csv:3: expected the values of line 2, which has the same time"
      ),
    ]
  )
  func refusesFile(text: String, message: String) async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake(days: 30).code == 0)
    let before = try loop.files(in: "lake")
    let file = try loop.write(text, to: text.isEmpty ? "empty.csv" : "bad.csv")
    let outcome = await loop.run([
      "data", "import", file, "--lake", loop.path("lake"), "--format", "yahoo", "--symbol", "SPY",
      "--interval", "1d", "--provider", "yahoo", "--adjust", "split",
    ])
    #expect(outcome.code == 1)
    #expect(outcome.problems.contains(message), "\(outcome.problems)")
    #expect(try loop.files(in: "lake") == before)
  }

  @Test(
    "a second loop on one registry is refused while the first one runs",
    .enabled(if: LoopHarness.hasDatabase)
  )
  func refusesSecondLoop() async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake().code == 0)
    let arguments = ["--config", try loop.writeDocuments(), "--once", "--output", loop.path("out")]
    let lock = try CycleLock(
      registryPath: loop.path("lake/registry.sqlite"),
      holder: "another loop",
      waitSeconds: 0
    )
    let refused = await loop.run(arguments)
    withExtendedLifetime(lock) {}
    #expect(refused.code == 1)
    #expect(refused.problems.contains("a cycle is running on this registry (another loop)"))
    #expect(try loop.files(in: "out").isEmpty)
  }

  @Test(
    "a notice that does not arrive only warns",
    .enabled(if: LoopHarness.hasDatabase)
  )
  func warnsOfLostNotice() async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake().code == 0)
    let config = try loop.writeDocuments(
      LoopDocuments.cycle
        + "\nnotify:\n  webhook_url: http://127.0.0.1:1/hook\n  timeout_seconds: 5\n"
    )
    let outcome = await loop.run(["--config", config, "--once", "--output", loop.path("out")])
    #expect(outcome.code == 0, "\(outcome.problems)")
    #expect(outcome.problems.contains("warning: a notice did not arrive: webhook"))
  }
}
