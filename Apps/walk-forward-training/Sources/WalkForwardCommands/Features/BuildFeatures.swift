internal import ArgumentParser
internal import CommandSupport
internal import ConfigValidation
internal import DataLake
internal import Datasets
internal import Features
internal import MarketModel

/// Builds the data set of one symbol.
struct BuildFeatures: TrainingCommand {
  static let configuration = CommandConfiguration(
    commandName: "build",
    abstract: "Build a table of features from daily bars, and note it in a manifest.",
    discussion: """
      The file is Parquet: a column Date, then the columns in the order of the options --ohlcv, --tier,
      --features and --include-vix. Rows with an undefined value are left out and counted. The file is
      noted in manifest.json beside it.

      Bars before --from are still read, so that the limit changes no value; bars after --to are not read
      at all, so that no label looks beyond it.

      EXAMPLES:
        walk-forward-training features build --lake lake --symbol SPY --tier a20 --ohlcv \\
          --output data/SPY.parquet
        walk-forward-training features build --lake lake --symbol SPY --tier a20 --include-vix \\
          --timescale weekly --labels --output data/SPY.weekly.parquet
        walk-forward-training features build --lake lake --symbol ^VIX --tier vix \\
          --output data/VIX.parquet
      """
  )

  @OptionGroup var lake: LakeOption

  @Option(help: "The symbol whose bars are read.")
  var symbol: String

  @Option(help: "A list of features, such as a20; may be given several times.")
  var tier: [String] = []

  @Option(help: "A YAML file with features of one's own.")
  var features: String?

  @Flag(help: "Put the five numbers of the bar first.")
  var ohlcv = false

  @Flag(help: "Add the columns of the volatility index, ^VIX or VIX in the lake.")
  var includeVix = false

  @Option(
    help: "The length of the rows: daily, 2d, 3d, 5d, weekly, 2wk or monthly.",
    transform: choice
  )
  var timescale: Timescale = .daily

  @Flag(help: "Write the labels of the same rows to a second file, NAME.labels.parquet.")
  var labels = false

  @Option(help: "The price that labels look at: close or high.", transform: choice)
  var targetPrice: TargetPrice = .close

  @Option(help: "The provider of the bars; not needed where only one has them.")
  var provider: String?

  @Option(name: .customLong("from"), help: "The first date of a row.")
  var first: String?

  @Option(name: .customLong("to"), help: "The last date of a bar.")
  var last: String?

  @Option(help: "When the instrument trades: us_equities or always_open.")
  var calendar = "us_equities"

  @Option(help: "The Parquet file to write.")
  var output: String

  @Option(help: "The instant that the manifest notes, in place of the clock's.")
  var now: String?

  func validate() throws {
    for (option, text) in [("--from", first), ("--to", last)] {
      if let text, CivilDate(text) == nil {
        throw ValidationError("expected a date such as 2024-01-31 for \(option), found '\(text)'")
      }
    }
    if let first = first.flatMap({ CivilDate($0) }), let last = last.flatMap({ CivilDate($0) }),
      last < first
    {
      throw ValidationError("expected --to not before --from, found \(first) to \(last)")
    }
    if let now, Timestamp(now) == nil {
      throw ValidationError(
        "expected an instant such as 2026-01-31T12:00:00Z for --now, found '\(now)'"
      )
    }
    if TradingCalendar.named(calendar) == nil {
      throw ValidationError(
        "expected one of \(TradingCalendar.names.joined(separator: ", ")) for --calendar, "
          + "found '\(calendar)'"
      )
    }
    guard output.hasSuffix(".parquet") else {
      throw ValidationError("expected a file that ends in .parquet for --output, found '\(output)'")
    }
    if tier.isEmpty, features == nil, !ohlcv, !includeVix {
      throw ValidationError("expected columns: name a --tier, or give --ohlcv or --features")
    }
  }

  func run(context: CommandContext) async throws {
    guard let calendar = TradingCalendar.named(calendar) else { return }
    let request = try makeRequest()
    try checkTiers()
    let lake = try context.openExistingLake(lake.directory)
    try prepareOutput()
    let manifest = try orFail { () throws(ManifestError) in
      try DatasetManifest.read(manifestPath, mayBeMissing: true)
    }
    context.console.error("building \(request.datasetName) from \(lake.directory)")
    let dataset: Dataset
    do throws(DatasetError) {
      dataset = try DatasetBuilder(
        snapshot: try pin(lake),
        calendar: calendar,
        tiers: .standard
      ).build(request)
      try dataset.write(to: output, database: lake.database)
      if labels { try dataset.writeLabels(to: labelsPath, database: lake.database) }
    } catch {
      throw error.isUsage ? CommandFailure.usage(error) : CommandFailure.failed(error)
    }
    let instant = now.flatMap { Timestamp($0) } ?? context.now()
    let entries = try note(dataset, at: instant, in: manifest)
    show(dataset, entries, context)
  }

  private var labelsPath: String { output.dropLast(".parquet".count) + ".labels.parquet" }

  private var outputFolder: String { folder(of: output) }

  private func makeRequest() throws(CommandFailure) -> DatasetRequest {
    var own: FeatureSet?
    if let features {
      do throws(ConfigurationError) {
        own = try FeatureDocument.read(path: features)
      } catch {
        throw .usage(error)
      }
    }
    return DatasetRequest(
      symbol: Symbol(symbol),
      provider: provider,
      tiers: tier,
      includesBars: ohlcv,
      features: own,
      includesVolatilityIndex: includeVix,
      timescale: timescale,
      firstDate: first.flatMap { CivilDate($0) },
      lastDate: last.flatMap { CivilDate($0) },
      labels: labels ? targetPrice : nil
    )
  }

  private func checkTiers() throws(CommandFailure) {
    do throws(FeatureTierError) {
      for name in tier { _ = try FeatureTierRegistry.standard.tier(named: name) }
    } catch {
      throw .usage(error)
    }
  }

  private func pin(_ lake: Lake) throws(DatasetError) -> LakeSnapshot {
    do throws(LakeError) { return try lake.pin() } catch { throw .lake(error) }
  }

  private func prepareOutput() throws(CommandFailure) {
    try orFail { () throws(FileError) in try AtomicFile.prepareFolder(outputFolder) }
  }

  /// Appends the files to the manifest beside them.
  private func note(
    _ dataset: Dataset,
    at instant: Timestamp,
    in known: DatasetManifest
  ) throws(CommandFailure) -> [ManifestEntry] {
    var files = [(name: dataset.request.datasetName, path: output)]
    if labels { files.append((dataset.request.labelsName, labelsPath)) }
    do {
      var manifest = known
      var entries: [ManifestEntry] = []
      for file in files {
        let sums = try FileChecksums(ofFile: file.path)
        let entry = ManifestEntry(
          dataset: file.name,
          path: String(file.path.split(separator: "/").last ?? ""),
          sha256: sums.sha256,
          md5: sums.md5,
          origin: .generated(
            .init(
              instant: instant,
              version: manifest.version(of: file.name, sums.sha256),
              tier: file.path == output ? dataset.request.tierName : "labels",
              sources: dataset.sources
            )
          )
        )
        manifest.append(entry)
        entries.append(entry)
      }
      try manifest.write(to: manifestPath)
      return entries
    } catch let error as ManifestError {
      throw .failed(error)
    } catch let error as FileError {
      throw .failed(error)
    } catch {
      throw .failed("\(error)")
    }
  }

  private var manifestPath: String { "\(outputFolder)/manifest.json" }
}

extension DatasetError {
  /// Whether the command line is wrong, rather than the lake or the file system.
  fileprivate var isUsage: Bool {
    switch self {
    case .noColumns, .tier, .features, .expression: true
    default: false
    }
  }
}
