public import DataLake

extension ExperimentFacts {
  /// Reads the facts that an experiment asks for from a lake.
  ///
  /// - Throws: ``PanelLoadError``.
  /// - Complexity: O(rows of the chosen days).
  public init(
    reading settings: DataSettings,
    from snapshot: LakeSnapshot
  ) throws(PanelLoadError) {
    let (panel, sources) = try AssetPanel.load(settings, from: snapshot)
    self.init(panel: panel, origin: sources.json)
  }
}
