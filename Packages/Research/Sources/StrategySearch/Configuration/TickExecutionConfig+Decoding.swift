internal import Backtest
internal import ConfigValidation
internal import Research

extension TickExecutionConfig {
  static func read(_ section: ConfigMapping) -> TickExecutionConfig {
    let fees = section.section("fees") { fees in
      (
        maker: fees.value("maker_bps", .number(in: -100...1_000), default: 10),
        taker: fees.value("taker_bps", .number(in: -100...1_000), default: 10)
      )
    }
    return TickExecutionConfig(
      fillMode: readFillMode(section),
      makerBasisPoints: fees.maker,
      takerBasisPoints: fees.taker,
      slippageBasisPoints: section.value("slippage_bps", .number(in: 0...1_000), default: 0),
      startingCash: section.value("starting_cash", .number(in: 0.01...1e15), default: 100_000),
      allowsShorting: section.value("allow_short", .flag, default: false),
      requiresBuyingPower: section.value("buying_power", .flag, default: true),
      batch: SearchDuration(
        nanoseconds: Int64(section.value("batch_ms", .integer(in: 1...86_400_000), default: 1_000))
          * 1_000_000
      ),
      closesAtEnd: section.value("close_at_end", .flag, default: true),
      seed: UInt64(section.value("seed", .integer(in: 0...Int.max), default: 42))
    )
  }

  /// `immediate`, or `engine` with `latency`, `queue` and `partial_fills`.
  private static func readFillMode(_ section: ConfigMapping) -> TickFillMode {
    let isEngine = section.value(
      "fill_mode",
      .choice([("immediate", false), ("engine", true)]),
      default: false
    )
    let given = ["latency", "queue", "partial_fills"].filter { section.node($0) != nil }
    guard isEngine else {
      for name in given {
        section.refuse(name, .conflict(rule: "is read only with fill_mode engine"))
      }
      return .immediate
    }
    let latency = section.section("latency") { latency in
      (
        feed: readFeedLatency(latency),
        order: readLatency(latency, "order", default: 10),
        response: readLatency(latency, "response", default: 10)
      )
    }
    return .engine(
      EngineFills(
        feedLatency: latency.feed,
        orderLatency: latency.order,
        responseLatency: latency.response,
        queue: section.value("queue", .cases(of: QueueModel.self), default: .conservative),
        allowsPartialFills: section.value("partial_fills", .flag, default: true)
      )
    )
  }

  /// `feed_ms`, with `feed_std_ms` for a log-normal latency; `feed: received` for that of the data.
  private static func readFeedLatency(_ section: ConfigMapping) -> FeedLatency {
    let isReceived = section.optional("feed", .choice([("received", true)])) ?? false
    let correction = section.optional("clock_correction_ms", .number(in: -1e9...1e9))
    let model = readLatency(section, "feed", default: 5)
    guard isReceived else {
      if correction != nil {
        section.refuse(
          "clock_correction_ms",
          .conflict(rule: "is read only with feed: received")
        )
      }
      return .modelled(model)
    }
    return .received(clockCorrection: Int64(((correction ?? 0) * 1e6).rounded()))
  }

  private static func readLatency(
    _ section: ConfigMapping,
    _ name: String,
    default milliseconds: Double
  ) -> LatencyModel {
    let mean =
      section.value("\(name)_ms", .number(in: 0...1e7), default: milliseconds) * 1e6
    let deviation = section.optional("\(name)_std_ms", .number(in: 0...1e7))
    guard let deviation, deviation > 0 else { return .constant(Int64(mean.rounded())) }
    return .logNormal(mean: mean, standardDeviation: deviation * 1e6)
  }
}

extension TickExecutionConfig {
  /// The section as it would be written with every key.
  var document: ConfigNode.Content {
    var entries: [(String, ConfigNode.Content)] = []
    switch fillMode {
    case .immediate: entries.append(("fill_mode", .text("immediate")))
    case .engine(let fills):
      var latency: [(String, ConfigNode.Content)] = []
      switch fills.feedLatency {
      case .modelled(let model): latency += model.entries("feed")
      case .received(let correction):
        latency += [
          ("feed", .text("received")),
          ("clock_correction_ms", .number(Double(correction) / 1e6)),
        ]
      }
      latency += fills.orderLatency.entries("order")
      latency += fills.responseLatency.entries("response")
      entries += [
        ("fill_mode", .text("engine")), ("latency", mapping(latency)),
        ("queue", .text(fills.queue.rawValue)), ("partial_fills", .flag(fills.allowsPartialFills)),
      ]
    }
    return mapping(
      entries + [
        (
          "fees",
          mapping([
            ("maker_bps", .number(makerBasisPoints)), ("taker_bps", .number(takerBasisPoints)),
          ])
        ),
        ("slippage_bps", .number(slippageBasisPoints)), ("starting_cash", .number(startingCash)),
        ("allow_short", .flag(allowsShorting)), ("buying_power", .flag(requiresBuyingPower)),
        ("batch_ms", .integer(Int(batch.nanoseconds / 1_000_000))),
        ("close_at_end", .flag(closesAtEnd)), ("seed", .integer(Int(seed))),
      ]
    )
  }
}

extension LatencyModel {
  /// The keys of a latency; tables of measured latencies have none.
  fileprivate func entries(_ name: String) -> [(String, ConfigNode.Content)] {
    switch self {
    case .constant(let nanoseconds): [("\(name)_ms", .number(Double(nanoseconds) / 1e6))]
    case .logNormal(let mean, let deviation):
      [("\(name)_ms", .number(mean / 1e6)), ("\(name)_std_ms", .number(deviation / 1e6))]
    case .interpolated: []
    }
  }
}
