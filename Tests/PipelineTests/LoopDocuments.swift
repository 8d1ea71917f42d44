/// Documents for small cycles.
enum LoopDocuments {
  /// Two strategies with eight trials over the seeded lake.
  static let cycle = """
    pack:
      symbols: [SPY, QQQ]
      start_date: 2019-03-01
      end_date: 2019-10-31
      packs_output_dir: data/packs
      lake: lake
    outcomes:
      bar_duration: 86400
    strategies:
      - strategy_class: EmaCross
        sweep: sweeps/ema.yaml
      - strategy_class: RsiReversion
        params: {period: 7}
    experiment:
      output_dir: logs/experiments
      starting_cash: 100000
      mc_paths: 50
      walk_forward: {train_days: 40, test_days: 40, step_days: 40}
    evaluation:
      rankings_output_dir: logs
      killed_output_path: auto
      candidate_set_output_path: logs/chosen.json
    """

  /// Seven trials in three of the four forms of a sweep.
  static let sweep = """
    fast: {values: [3, 5]}
    slow: {min: 10, max: 30, step: 10}
    """
}

extension LoopHarness {
  /// Writes the small cycle's documents and returns the path of the configuration.
  func writeDocuments(_ cycle: String = LoopDocuments.cycle) throws -> String {
    try write(LoopDocuments.sweep, to: "sweeps/ema.yaml")
    return try write(cycle, to: "loop.yaml")
  }
}
