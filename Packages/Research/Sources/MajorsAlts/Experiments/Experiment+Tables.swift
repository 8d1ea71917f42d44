public import DataLake
internal import MarketModel
internal import Regime

extension Experiment {
  /// Score and regime of every traded day: date, score, regime.
  public var regimeTable: ColumnTable {
    table([
      ("score", .double(run.days.map(\.score))),
      ("regime", .text(run.days.map(\.state.label))),
    ])
  }

  /// What every traded day earned: pnl before costs, cost, funding, gross and net return, turnover and size.
  public var returnsTable: ColumnTable {
    table([
      ("pnl", .double(run.days.map(\.grossReturn))),
      ("cost", .double(run.days.map(\.cost))),
      ("funding", .double(run.days.map(\.funding))),
      ("r_ls_gross", .double(run.days.map(\.grossReturn))),
      ("r_ls_net", .double(run.days.map(\.netReturn))),
      ("alt_turnover", .double(run.days.map(\.altTurnover))),
      ("major_turnover", .double(run.days.map(\.majorTurnover))),
      ("alt_gross", .double(run.days.map(\.altGross))),
      ("major_gross", .double(run.days.map(\.majorGross))),
      ("total_gross", .double(run.days.map { $0.altGross + $0.majorGross })),
    ])
  }

  /// The features of every traded day, raw and as z-scores.
  public var featuresTable: ColumnTable {
    let days = run.days.map { $0.date.dayNumber - plan.panel.firstDay.dayNumber }
    var columns = [dates]
    for feature in MonitorFeature.allCases {
      columns.append(
        Column("raw_\(feature.rawValue)", optional: days.map { plan.features.raw(feature, $0) })
      )
      columns.append(
        Column("z_\(feature.rawValue)", optional: days.map { plan.features.score(feature, $0) })
      )
    }
    return valid(columns)
  }

  private var dates: Column {
    Column("date", .timestamp(run.days.map { $0.date.startInUTC.nanoseconds }))
  }

  private func table(_ columns: [(String, ColumnValues)]) -> ColumnTable {
    valid([dates] + columns.map { Column($0.0, $0.1) })
  }

  /// The table of columns that have one value for each day.
  private func valid(_ columns: [Column]) -> ColumnTable {
    do throws(ColumnTableError) {
      return try ColumnTable(columns)
    } catch {
      preconditionFailure("columns of one length and distinct names form a table: \(error)")
    }
  }
}
