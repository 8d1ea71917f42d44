public import Backtest
internal import ConfigValidation
internal import DataLake
public import Features
internal import MarketModel
internal import Regime
internal import ReplayPacks

extension ResearchCycle {
  /// Returns what the document's strategies would be replayed over, without writing anything.
  ///
  /// Labels that no cycle has stored yet are computed here.
  ///
  /// - Throws: ``CycleError`` when the lake cannot be read or lacks the bars.
  public func causalityMarket() throws(CycleError) -> ReplayMarket {
    let plan = try plan()
    let snapshot = try onLake { () throws(LakeError) in try lake.pin() }
    var packs: [ReplayPack] = []
    for source in plan.sources {
      do throws(PackError) {
        packs.append(
          try makePack(recipe(of: source, snapshot), (plan.first, plan.last), snapshot)
        )
      } catch {
        throw .pack(source.symbol, error)
      }
    }
    let market = try experimentData(of: packs.sorted { $0.symbol < $1.symbol }).market
    return try labelled(market)
  }

  /// Returns the strategies of the document, each with the first and the last of its parameter sets.
  public func strategySubjects() -> [CausalitySubject<MarketWorld>] {
    let settings = experimentSettings.execution
    return zip(loaded.config.strategies, loaded.definitions).flatMap { entry, definition in
      let sets =
        entry.grid.count > 1 ? [entry.grid[0], entry.grid[entry.grid.count - 1]] : entry.grid
      return sets.map { parameters in
        CausalitySubject(
          strategyName: subjectName(definition, parameters),
          parameters: parameters,
          settings: settings
        ) { _ in definition }
      }
    }
  }

  /// Returns the rules that label a symbol's bars.
  public func regimeSubject(of symbol: String) -> CausalitySubject<BarWorld> {
    let (rules, calendar) = (regimePlan.settings, calendar)
    return CausalitySubject(regimeName: "regimes of \(symbol)") { world in
      RegimeRecord.records(
        of: world.bars[0],
        calendar: calendar,
        spreads: nil,
        settings: rules,
        configHash: "causality"
      )
    }
  }

  /// The name of a strategy with the parameters that are not the declared ones.
  private func subjectName(_ definition: StrategyDefinition, _ parameters: ParameterSet) -> String {
    let defaults = definition.schema.defaults
    let changed = parameters.elements.filter { defaults[$0.name] != $0.value }
    return ([definition.shortName] + changed.map { "\($0.name)=\($0.value)" })
      .joined(separator: " ")
  }

  private func labelled(_ market: ReplayMarket) throws(CycleError) -> ReplayMarket {
    var listings: [ReplayMarket.Listing] = []
    for listing in market.listings {
      var copy = listing
      let symbol = listing.bars.symbol
      if !listing.visibleSeries.contains(where: { $0.name.hasPrefix("regime.") }) {
        let records = RegimeRecord.records(
          of: listing.bars,
          calendar: calendar,
          spreads: nil,
          settings: regimePlan.settings,
          configHash: "causality"
        )
        do throws(RegimeError) {
          copy.visibleSeries += try RegimeSeries.visibleSeries(from: records, scope: symbol.name)
        } catch {
          throw .replay(symbol, reason: "\(error)")
        }
      }
      listings.append(copy)
    }
    do throws(BacktestError) {
      return try ReplayMarket(
        listings: listings,
        sharedSeries: market.sharedSeries,
        tradesFrom: market.tradesFrom
      )
    } catch {
      throw .experiment(.backtest(strategy: "replay", error))
    }
  }
}
