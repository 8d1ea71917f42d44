import ConfigValidation
import Features
import Testing

@Suite("TargetCatalog")
struct TargetCatalogTests {
  @Test(
    "makes targets by name",
    arguments: [
      ("direction", "label_h5_t0pct"), ("threshold_1pct", "label_h5_t1pct"),
      ("threshold_7pct", "label_h5_t7pct"), ("threshold_1.5pct", "label_h5_t1.5pct"),
      ("regression", "max_return_h5"), ("forward_return", "return_h5"),
      ("future_max", "future_max_h5"), ("triple_barrier", "triple_barrier_h5"),
    ]
  )
  func makesByName(name: String, column: String) throws {
    let target = try TargetCatalog.target(named: name, horizon: 5, price: .close, [:])
    #expect(target.name == column)
    #expect(target.horizon == 5)
  }

  @Test(
    "suggests the nearest name",
    arguments: [
      ("threshold_1pc", "threshold_1pct"), ("dirction", "direction"), ("regresion", "regression"),
    ]
  )
  func suggestsNames(name: String, nearest: String) {
    #expect(throws: TargetError.unknownTarget(name: name, suggestion: nearest)) {
      try TargetCatalog.definition(named: name)
    }
  }

  @Test(
    "takes no text that is not a plain percentage",
    arguments: [
      "threshold_pct", "threshold_-1pct", "threshold_0x1pct", "threshold_01pct", "threshold_infpct",
      "threshold_1e3pct",
    ]
  )
  func refusesOddPercentages(name: String) {
    #expect(throws: TargetError.self) { try TargetCatalog.definition(named: name) }
  }

  @Test("refuses parameters that the target does not have")
  func refusesParameters() {
    #expect(throws: TargetError.self) {
      try TargetCatalog.target(
        named: "triple_barrier",
        horizon: 1,
        price: .close,
        ["profits": .number(1)]
      )
    }
  }

  @Test("names the label columns of a data set in order")
  func namesLabels() {
    #expect(
      TargetCatalog.labels(price: .close).map(\.name) == [
        "future_max_h1", "label_h1_t1pct", "label_h1_t2pct", "label_h1_t5pct",
        "future_max_h2", "label_h2_t1pct", "label_h2_t2pct", "label_h2_t5pct",
        "future_max_h3", "label_h3_t1pct", "label_h3_t2pct", "label_h3_t5pct",
        "future_max_h5", "label_h5_t1pct", "label_h5_t2pct", "label_h5_t5pct",
      ]
    )
  }
}
