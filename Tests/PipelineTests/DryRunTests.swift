import Testing

@Suite("A dry run", .enabled(if: LoopHarness.hasDatabase))
struct DryRunTests {
  @Test("shows the resolved document, the steps and the number of trials, and writes nothing")
  func writesNothing() async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake().code == 0)
    let config = try loop.writeDocuments()
    let before = try loop.files(in: ".")
    let outcome = await loop.run(["--config", config, "--once", "--dry-run"])
    #expect(outcome.code == 0, "\(outcome.problems)")
    #expect(outcome.output.contains("start_date: \"2019-03-01\""))
    #expect(outcome.output.contains("EmaCrossStrategy, 6 trials"))
    #expect(outcome.output.contains("7 trials; this was a dry run"))
    #expect(try loop.files(in: ".") == before)
  }

  @Test("resolves last_n_days from the given instant")
  func resolvesLastDays() async throws {
    let loop = try LoopHarness()
    #expect(await loop.makeLake().code == 0)
    let config = try loop.writeDocuments()
    let outcome = await loop.run([
      "--config", config, "--dry-run", "--set", "pack.last_n_days=7", "--now",
      "2019-06-10T23:00:00Z",
    ])
    #expect(outcome.code == 0, "\(outcome.problems)")
    #expect(outcome.output.contains("days: 2019-06-03 through 2019-06-10"))
  }
}
