public import MarketModel

/// The columns that the strategies of one pass ask for, each computed once however many ask.
public struct ColumnPlan {
  @usableFromInline var transforms: [TransformRequest] = []
  @usableFromInline var series: [SeriesRequest] = []
  @usableFromInline var slotCount = 0

  /// Creates an empty plan; the engine passes it to a strategy's factory.
  public init() {}

  /// Asks for the single output of a transform; equal transforms share their column.
  @inlinable
  public mutating func add<T: CausalTransform & Hashable>(_ transform: T) -> Column
  where T.Output == Double? {
    outputs(of: transform, key: AnyHashable(transform))[0]
  }

  /// Asks for all outputs of a transform in the order of their names; equal transforms share them.
  @inlinable
  public mutating func addOutputs<T: CausalTransform & Hashable>(of transform: T) -> [Column] {
    outputs(of: transform, key: AnyHashable(transform))
  }

  /// Asks for all outputs of a transform that cannot be compared, in the order of their names.
  ///
  /// - Parameters:
  ///   - transform: The transform, before its first bar.
  ///   - identity: A text that differs between transforms that differ.
  /// - Returns: One column for each output.
  @inlinable
  public mutating func addOutputs<T: CausalTransform>(
    of transform: T,
    identity: String
  ) -> [Column] {
    outputs(of: transform, key: AnyHashable("\(T.self) \(identity)"))
  }

  /// Asks for a series that arrives from outside the bars, by name.
  ///
  /// A listing's own series goes before a shared one of the same name. At each bar the column holds the newest value
  /// whose instant of visibility is not later than the bar's close.
  ///
  /// - Parameters:
  ///   - name: The name of the series.
  ///   - isRequired: Whether the run is refused when the market lacks it; else the column stays undefined.
  /// - Returns: The column.
  public mutating func addSeries(_ name: String, isRequired: Bool) -> Column {
    if let index = series.firstIndex(where: { $0.name == name }) {
      series[index].isRequired = series[index].isRequired || isRequired
      return Column(slot: series[index].slot)
    }
    defer { slotCount += 1 }
    series.append(SeriesRequest(name: name, slot: slotCount, isRequired: isRequired))
    return Column(slot: slotCount)
  }

  /// The names of the series asked for, in order.
  public var seriesNames: [String] { series.map(\.name) }

  /// The number of transforms asked for, equal ones counted once.
  public var transformCount: Int { transforms.count }

  /// The number of bars before all transforms are defined.
  public var lookback: Int { transforms.map(\.lookback).max() ?? 0 }

  @inlinable
  mutating func outputs<T: CausalTransform>(of transform: T, key: AnyHashable) -> [Column] {
    let outputCount = T.Output.names.count
    let first: Int
    if let known = transforms.first(where: { $0.key == key }) {
      first = known.slot
    } else {
      first = slotCount
      slotCount += outputCount
      transforms.append(
        TransformRequest(
          key: key,
          slot: first,
          lookback: transform.lookback,
          type: ObjectIdentifier(T.self),
          transform: transform,
          makeProducer: { transforms, slots in
            let group = TransformGroup<T>(transforms.compactMap { $0 as? T }, slots: slots)
            return { bars, first, end, target, stride in
              group.produce(bars, first, end, target, stride)
            }
          }
        )
      )
    }
    return (0..<outputCount).map { Column(slot: first + $0) }
  }
}

/// Fills rows `first..<end` of some columns: bars, first, end, target (row `first`), stride.
@usableFromInline
typealias ColumnProducer = (BarPointers, Int, Int, UnsafeMutablePointer<Double>, Int) -> Void

/// A transform that somebody asked for, and where its first output goes.
@usableFromInline
struct TransformRequest {
  @usableFromInline let key: AnyHashable
  @usableFromInline let slot: Int
  @usableFromInline let lookback: Int
  @usableFromInline let type: ObjectIdentifier
  @usableFromInline let transform: any Sendable

  /// Makes one producer for transforms of this type, which then run side by side.
  @usableFromInline let makeProducer: ([any Sendable], [Int]) -> ColumnProducer

  @usableFromInline
  init(
    key: AnyHashable,
    slot: Int,
    lookback: Int,
    type: ObjectIdentifier,
    transform: any Sendable,
    makeProducer: @escaping ([any Sendable], [Int]) -> ColumnProducer
  ) {
    self.key = key
    self.slot = slot
    self.lookback = lookback
    self.type = type
    self.transform = transform
    self.makeProducer = makeProducer
  }
}

/// A series that somebody asked for, and where it goes.
@usableFromInline
struct SeriesRequest {
  @usableFromInline let name: String
  @usableFromInline let slot: Int
  @usableFromInline var isRequired: Bool

  @usableFromInline
  init(name: String, slot: Int, isRequired: Bool) {
    self.name = name
    self.slot = slot
    self.isRequired = isRequired
  }
}
