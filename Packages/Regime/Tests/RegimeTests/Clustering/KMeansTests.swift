import Regime
import Testing

@Suite("KMeans")
struct KMeansTests {
  func settings(_ start: KMeansSettings.Start, clusters: Int = 4) -> KMeansSettings {
    KMeansSettings(
      clusterCount: clusters,
      start: start,
      maximumIterations: 300,
      minimumClusterRows: 0,
      order: .asFitted
    )
  }

  @Test("finds the centres of scikit-learn from the same start")
  func findsTheCentresOfScikit() throws {
    let peer = try reference("hmm", as: HMMReference.self)
    let rows = try table(peer.points)
    let fit = try KMeans.fit(rows, settings: settings(.centres(peer.kMeans.start)))
    #expect(deviation([fit.inertia], [peer.kMeans.inertia]) < 1e-12)
    #expect(deviation(fit.centres.flatMap(\.self), peer.kMeans.centres.flatMap(\.self)) < 1e-10)
    #expect(try (0..<rows.rowCount).map { try fit.label(of: rows.row($0)) } == peer.kMeans.labels)
    #expect(fit.hasConverged)
  }

  @Test("more starts are never worse, and each is the same among fewer")
  func startsAreIndependent() throws {
    let rows = try table(reference("hmm", as: HMMReference.self).points)
    let many = try KMeans.fit(rows, settings: settings(.spread(count: 8, seed: 1, trial: 0)))
    let few = try KMeans.fit(rows, settings: settings(.spread(count: 3, seed: 1, trial: 0)))
    #expect(Array(many.startInertias.prefix(3)) == few.startInertias)
    #expect(many.inertia == many.startInertias.min())
    #expect(many.inertia <= few.inertia)
  }

  @Test("feeds a centre that no row chose")
  func feedsEmptyCentres() throws {
    let rows = try table([[0], [0.1], [0.2], [9], [9.1], [9.3]])
    let fit = try KMeans.fit(rows, settings: settings(.centres([[0], [9], [500]]), clusters: 3))
    #expect(fit.centres.allSatisfy { $0[0] < 10 })
    #expect(Set(try (0..<6).map { try fit.label(of: rows.row($0)) }).count == 3)
  }

  @Test("no unit outweighs another")
  func isScaleFree() throws {
    let points = try reference("hmm", as: HMMReference.self).points
    let start = KMeansSettings.Start.spread(count: 2, seed: 5, trial: 0)
    let plain = try KMeans.fit(table(points), settings: settings(start))
    let scaled = try KMeans.fit(
      table(points.map { [1_024 * $0[0], $0[1]] }),
      settings: settings(start)
    )
    #expect(abs(plain.inertia - scaled.inertia) < 1e-9)
  }

  @Test("survives rows that are all on few points")
  func survivesRepeatedRows() throws {
    let rows = try table((0..<30).map { [Double($0 % 2)] })
    let start = KMeansSettings.Start.spread(count: 3, seed: 5, trial: 0)
    let fit = try KMeans.fit(rows, settings: settings(start))
    #expect(fit.inertia == 0)
    #expect(fit.centres.allSatisfy { $0[0].isFinite })
  }

  @Test("refuses settings without meaning")
  func refusesSettings() throws {
    let rows = try table([[1], [2], [4]])
    #expect(throws: RegimeModelError.tooFewRows(required: 4, found: 3)) {
      try KMeans.fit(rows, settings: settings(.spread(count: 1, seed: 1, trial: 0)))
    }
    #expect(throws: RegimeModelError.self) {
      try KMeans.fit(rows, settings: settings(.centres([[1, 2], [3, 4]]), clusters: 2))
    }
  }
}
