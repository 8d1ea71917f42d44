internal import ArgumentParser
internal import CommandSupport
internal import LakeIngest

/// What only imports of ticks need to know.
struct TickImportOptions: ParsableArguments {
  @Option(
    help: """
      What happens to rows whose time goes backwards: strict (the file is refused) or sort. \
      (default: strict)
      """,
    transform: choice
  )
  var order: TickRowOrder?

  @Option(
    help:
      "What happens to quotes whose bid lies above their ask: refuse, drop or keep. (default: refuse)",
    transform: choice
  )
  var crossed: CrossedQuotes?

  /// The first option that was given, for imports of something else.
  var firstGiven: String? {
    order != nil ? "--order" : crossed != nil ? "--crossed" : nil
  }

  func validate(_ table: TickTable, symbol: String?, provider: String?) throws {
    guard symbol != nil else {
      throw ValidationError("expected --symbol, what is traded")
    }
    guard provider != nil else {
      throw ValidationError("expected --provider, the name of the source of the ticks")
    }
    if table == .trades, crossed != nil {
      throw ValidationError("expected no --crossed for trades, an option of quotes")
    }
  }
}
