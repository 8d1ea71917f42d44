public import MarketModel

/// Transforms of one type that run side by side over the same bars.
///
/// A recursive transform waits for its own last result; four of them in one loop fill each other's waiting.
@usableFromInline
final class TransformGroup<T: CausalTransform> {
  @usableFromInline var transforms: [T]
  @usableFromInline let slots: [Int]
  @usableFromInline let outputCount: Int

  @inlinable
  init(_ transforms: [T], slots: [Int]) {
    self.transforms = transforms
    self.slots = slots
    outputCount = T.Output.names.count
  }

  /// Fills rows `first..<end`; `target` points to row `first` of the first column.
  @inlinable
  func produce(
    _ bars: BarPointers,
    _ first: Int,
    _ end: Int,
    _ target: UnsafeMutablePointer<Double>,
    _ stride: Int
  ) {
    var index = 0
    if outputCount == 1 {
      while index + 4 <= transforms.count {
        produceFour(index, bars, first, end, target, stride)
        index += 4
      }
    }
    while index < transforms.count {
      var transform = transforms[index]
      for row in first..<end {
        let output = transform.update(bars.bar(row))
        for position in 0..<outputCount {
          let value = output.value(at: position)
          target[(slots[index] + position) * stride + row - first] = value ?? .nan
        }
      }
      transforms[index] = transform
      index += 1
    }
  }

  @inlinable
  func produceFour(
    _ index: Int,
    _ bars: BarPointers,
    _ first: Int,
    _ end: Int,
    _ target: UnsafeMutablePointer<Double>,
    _ stride: Int
  ) {
    var (one, two) = (transforms[index], transforms[index + 1])
    var (three, four) = (transforms[index + 2], transforms[index + 3])
    let (first1, first2) = (target + slots[index] * stride, target + slots[index + 1] * stride)
    let (first3, first4) = (target + slots[index + 2] * stride, target + slots[index + 3] * stride)
    for row in first..<end {
      let bar = bars.bar(row)
      let position = row &- first
      first1[position] = one.update(bar).value(at: 0) ?? .nan
      first2[position] = two.update(bar).value(at: 0) ?? .nan
      first3[position] = three.update(bar).value(at: 0) ?? .nan
      first4[position] = four.update(bar).value(at: 0) ?? .nan
    }
    (transforms[index], transforms[index + 1]) = (one, two)
    (transforms[index + 2], transforms[index + 3]) = (three, four)
  }
}

extension BarPointers {
  @inlinable
  func bar(_ row: Int) -> Bar {
    Bar(
      openTime: Timestamp(nanoseconds: openTimes[row]),
      closeTime: Timestamp(nanoseconds: closeTimes[row]),
      open: open[row],
      high: high[row],
      low: low[row],
      close: close[row],
      volume: volume[row]
    )
  }
}
