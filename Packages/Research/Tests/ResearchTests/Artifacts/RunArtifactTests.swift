import ConfigValidation
import ExperimentRegistry
import MarketModel
import Research
import Testing

@Suite("RunArtifact")
struct RunArtifactTests {
  @Test("survives its file, complete and without the optional blocks")
  func roundTrips() throws {
    let complete = try ArtifactBuilder.complete()
    for artifact in [complete, ArtifactBuilder.artifact(id: "plain")] {
      let read = try RunArtifact(parsing: artifact.fileContent, file: "a.json")
      #expect(read == artifact)
      #expect(read.fileContent == artifact.fileContent)
    }
  }

  @Test("has the documented members in a fixed order")
  func hasDocumentedShape() throws {
    let json = try ArtifactBuilder.complete().json
    func names(_ value: JSONValue?) -> [String] { value?.objectValue?.map(\.name) ?? [] }
    #expect(names(json) == ["manifest", "result"])
    #expect(
      names(json["manifest"]) == [
        "run_id", "run_hash", "strategy_class", "strategy_params", "execution_config",
        "engine_version", "replay_packs", "data_sources", "mc_bootstrap", "walk_forward",
        "slippage_sensitivity", "environment",
      ]
    )
    #expect(
      names(json["result"]) == [
        "strategy_id", "bars_replayed", "outcomes_used", "regimes_loaded", "portfolio",
        "execution", "sessions", "trade_pnls",
      ]
    )
    #expect(
      names(json["result"]?["portfolio"]) == [
        "starting_cash", "final_equity", "total_realized_pnl", "total_return_pct",
        "gross_return_pct", "break_even_cost_bps", "total_trades", "winners", "losers",
        "win_rate", "profit_factor", "expectancy", "avg_holding_time_mins",
        "sharpe_annualized_proxy", "max_drawdown", "max_drawdown_pct", "total_commission",
        "open_positions", "equity_curve_points", "regime_breakdown",
      ]
    )
    #expect(json["result"]?["portfolio"]?["sharpe_annualized_proxy"] == .null)
    #expect(
      names(json["result"]?["portfolio"]?["regime_breakdown"])
        == ["regime:SPY:VOL_LOW", "session:RTH"]
    )
    #expect(
      names(json["manifest"]?["mc_bootstrap"])
        == ["enabled", "metrics", "killed", "reasons", "thresholds"]
    )
    #expect(json["manifest"]?["mc_bootstrap"]?["killed"] == true)
    #expect(json["result"]?["execution"]?["fill_rate"] == 0.8)
  }

  @Test("names its file after strategy, tag and run")
  func namesFile() {
    let artifact = ArtifactBuilder.artifact(id: "x")
    let id = RunID(hashing: "x").short
    #expect(artifact.fileName(tag: "sweep_3") == "EMA_CROSS_V1_sweep_3_\(id).json")
  }

  @Test("only the environment stays out of the content hash and of what is stored")
  func hashesContent() throws {
    let artifact = try ArtifactBuilder.complete()
    var elsewhere = artifact
    elsewhere.manifest.environment = RunEnvironment(
      gitCommit: "abc",
      swiftVersion: "7",
      timestamp: Timestamp(nanoseconds: 0)
    )
    #expect(elsewhere.contentHash == artifact.contentHash)
    #expect(elsewhere.storedContent == artifact.storedContent)
    #expect(elsewhere.fileContent != artifact.fileContent)
    #expect(artifact.contentHash.count == 64)

    var other = artifact
    other.result.tradeProfits[0] += 1e-9
    #expect(other.contentHash != artifact.contentHash)

    let restored = try RunArtifact(
      parsing: artifact.storedContent,
      file: "registry",
      environment: elsewhere.manifest.environment
    )
    #expect(restored == elsewhere)
  }

  @Test("members that are not known are ignored")
  func toleratesUnknownMembers() throws {
    let artifact = ArtifactBuilder.artifact(id: "x")
    var json = artifact.json
    json["later"] = ["a": 1]
    json["result"]?["later"] = 1
    json["result"]?["portfolio"]?["later"] = "x"
    #expect(try RunArtifact(json: json, file: "a.json") == artifact)
  }

  @Test("a missing or wrong member is named with its file")
  func namesWrongMember() throws {
    let good = ArtifactBuilder.artifact(id: "x").json
    func error(_ change: (inout JSONValue) -> Void) -> ArtifactError? {
      var json = good
      change(&json)
      do throws(ArtifactError) {
        _ = try RunArtifact(json: json, file: "a.json")
        return nil
      } catch { return error }
    }
    #expect(
      error { $0["result"]?["portfolio"]?["final_equity"] = nil }
        == .missing(file: "a.json", path: "result.portfolio.final_equity", expected: "a number")
    )
    #expect(
      error { $0["result"]?["portfolio"]?["winners"] = 1.5 }
        == .mismatch(
          file: "a.json",
          path: "result.portfolio.winners",
          expected: "an integer",
          found: "1.5"
        )
    )
    #expect(
      error { $0["result"]?["trade_pnls"] = [1, nil] }
        == .mismatch(
          file: "a.json",
          path: "result.trade_pnls[1]",
          expected: "a number",
          found: "null"
        )
    )
    #expect(
      error { $0["manifest"]?["run_hash"] = "12" }
        == .mismatch(
          file: "a.json",
          path: "manifest.run_hash",
          expected: "64 hexadecimal digits",
          found: "'12'"
        )
    )
    #expect(
      error { $0["manifest"]?["run_id"] = "12" }
        == .mismatch(
          file: "a.json",
          path: "manifest.run_id",
          expected: "the first digits of run_hash",
          found: "'12'"
        )
    )
    #expect(
      error { $0["manifest"]?["environment"] = nil }
        == .missing(file: "a.json", path: "manifest.environment", expected: "an object")
    )
    #expect(
      error { $0 = [] }
        == .missing(file: "a.json", path: "manifest", expected: "an object")
    )
    let broken = #expect(throws: ArtifactError.self) {
      try RunArtifact(parsing: Array("{\n".utf8), file: "a.json")
    }
    #expect(broken?.description.hasPrefix("a.json:2:1: expected") == true)
  }
}
