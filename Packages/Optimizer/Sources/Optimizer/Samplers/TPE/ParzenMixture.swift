internal import QuantMath

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#elseif canImport(Darwin)
internal import Darwin
#endif

/// A density over a search space: one product kernel around each of some trials, and a broad one.
///
/// Numeric axes have normal kernels truncated to the axis, axes with gaps their probability of a
/// value; choices have the trial's value and a little of all. An inactive parameter contributes
/// the broad kernel's factor.
struct ParzenMixture {
  private let axes: [Coordinate]
  private let kernels: Int

  /// Weights that sum to 1, the broad kernel last.
  private let weights: [Double]

  /// Centres, widths and 1 / widths; shape `[axes][kernels]`, empty for choices and fixed axes.
  private var centres: [[Double]]
  private var widths: [[Double]]
  private var precisions: [[Double]]

  /// Logarithms of each axis's normaliser; shape `[axes][kernels]`, empty for choices.
  private var logNormalisers: [[Double]]

  /// What a choice kernel gives to its own value and to another.
  private let own: [Double]
  private let other: [Double]

  /// The position that each choice kernel holds, or -1 for a uniform one.
  private var held: [[Double]]

  private var cumulative: [Double]

  /// Builds the density around some trials with their weights.
  init(
    _ table: ParzenTable,
    members: [Int],
    weights given: [Double],
    bandwidth: TPESettings.Bandwidth,
    settings: TPESettings
  ) {
    axes = table.axes
    kernels = members.count + 1
    var raw = given
    raw.append(members.isEmpty ? 1 : settings.priorWeight)
    let total = raw.reduce(0, +)
    weights = raw.map { $0 / total }
    cumulative = []
    var sum = 0.0
    for weight in weights {
      sum += weight
      cumulative.append(sum)
    }
    let spread = settings.priorWeight / Double(kernels)
    own = axes.map { (1 + spread) / (1 + spread * Double(max(1, $0.count))) }
    other = axes.map { spread / (1 + spread * Double(max(1, $0.count))) }
    (centres, widths, precisions, logNormalisers, held) = ([], [], [], [], [])
    var position = [Int](repeating: -1, count: table.count)
    for (place, member) in members.enumerated() { position[member] = place }
    for axis in axes.indices {
      append(axis, table, members, position, bandwidth, settings)
    }
  }

  private mutating func append(
    _ axis: Int,
    _ table: ParzenTable,
    _ members: [Int],
    _ position: [Int],
    _ bandwidth: TPESettings.Bandwidth,
    _ settings: TPESettings
  ) {
    let coordinate = axes[axis]
    let column = table.columns[axis]
    let isActive = table.isActive[axis]
    guard !coordinate.isChoice else {
      held.append(members.map { isActive[$0] ? column[$0] : -1 } + [-1])
      centres.append([])
      widths.append([])
      precisions.append([])
      logNormalisers.append([])
      return
    }
    held.append([])
    guard !coordinate.isFixed else {
      centres.append([])
      widths.append([])
      precisions.append([])
      logNormalisers.append([])
      return
    }
    let broad = coordinate.width
    var centre = members.map { column[$0] }
    centre.append(0.5 * (coordinate.low + coordinate.high))
    var width = [Double](repeating: broad, count: kernels)
    let narrowest = broad * max(settings.narrowestKernel, 1 / Double(kernels + 1))
    switch bandwidth {
    case .scott(let factor):
      let exponent = -1 / Double(axes.count + 4)
      let common = factor * broad * pow(Double(max(1, members.count)), exponent)
      let usual = min(max(common, settings.narrowestKernel * broad), broad)
      for (place, member) in members.enumerated() where isActive[member] { width[place] = usual }
    case .neighbours(let factor):
      let order = table.order[axis].filter { position[$0] >= 0 }
      for (place, member) in order.enumerated() {
        let here = column[member]
        let isFirst = place == 0
        let isLast = place == order.count - 1
        let below = here - (isFirst ? coordinate.low : column[order[place - 1]])
        let above = (isLast ? coordinate.high : column[order[place + 1]]) - here
        var gap = max(below, above)
        if order.count > 1, isFirst { gap = above }
        if order.count > 1, isLast { gap = below }
        width[position[member]] = min(max(factor * gap, narrowest), broad)
      }
    }
    logNormalisers.append(Self.logNormalisers(coordinate, centre, width))
    centres.append(centre)
    precisions.append(width.map { 1 / $0 })
    widths.append(width)
  }

  /// Weights of trials by age, oldest first: the newest have 1, older ones fade to 1 / count.
  static func ageWeights(_ count: Int, full: Int) -> [Double] {
    guard count > full else { return [Double](repeating: 1, count: count) }
    let fading = count - full
    let first = 1 / Double(count)
    let ramp = (0..<fading).map { place in
      fading == 1 ? first : first + (1 - first) * Double(place) / Double(fading - 1)
    }
    return ramp + [Double](repeating: 1, count: full)
  }

  private static func logNormalisers(
    _ axis: Coordinate,
    _ centres: [Double],
    _ widths: [Double]
  ) -> [Double] {
    zip(centres, widths).map { centre, width in
      let mass = normalMass((axis.low - centre) / width, (axis.high - centre) / width)
      // Axes with gaps have probabilities, others densities, which scale with the width.
      return axis.count > 0 ? log(mass) : log(mass * width * 2.506628274631000502)
    }
  }
}

extension ParzenMixture {
  /// Returns a draw in natural units, one number for each axis.
  func draw(_ stream: inout PhiloxStream) -> [Double] {
    let pick = stream.uniform()
    let kernel = min(cumulative.firstIndex { pick < $0 } ?? kernels - 1, kernels - 1)
    return axes.indices.map { axis in
      let share = stream.uniform()
      let coordinate = axes[axis]
      guard !coordinate.isChoice else { return drawChoice(axis, kernel, share) }
      guard !coordinate.isFixed else { return coordinate.minimum }
      let (centre, width) = (centres[axis][kernel], widths[axis][kernel])
      let low = normalCDF((coordinate.low - centre) / width) ?? 0
      let high = normalCDF((coordinate.high - centre) / width) ?? 1
      let quantile = inverseNormalCDF(low + share * (high - low)) ?? 0
      let model = min(max(centre + width * quantile, coordinate.low), coordinate.high)
      return coordinate.snapped(model: model)
    }
  }

  private func drawChoice(_ axis: Int, _ kernel: Int, _ share: Double) -> Double {
    let count = axes[axis].count
    let holds = held[axis][kernel]
    guard holds >= 0 else { return min((share * Double(count)).rounded(.down), Double(count - 1)) }
    var rest = share
    for choice in 0..<count {
      rest -= Double(choice) == holds ? own[axis] : other[axis]
      if rest < 0 { return Double(choice) }
    }
    return holds
  }

  /// Returns the logarithm of the density at each of some points.
  ///
  /// - Complexity: O(points · kernels · axes).
  func logDensities(_ points: [SearchPoint]) -> [Double] {
    var base = weights.map { log($0) }
    let isAlwaysActive = axes.indices.map { axis in
      points.allSatisfy { $0.values[axis] != nil }
    }
    for axis in axes.indices where isAlwaysActive[axis] && !logNormalisers[axis].isEmpty {
      for kernel in 0..<kernels { base[kernel] -= logNormalisers[axis][kernel] }
    }
    var exponents = base
    return points.map { point in
      exponents = base
      for axis in axes.indices {
        guard let value = point.values[axis] else { continue }
        if !isAlwaysActive[axis], !logNormalisers[axis].isEmpty {
          for kernel in 0..<kernels { exponents[kernel] -= logNormalisers[axis][kernel] }
        }
        add(axis, value, to: &exponents)
      }
      return logSumExp(exponents)
    }
  }

  private func add(_ axis: Int, _ value: Double, to exponents: inout [Double]) {
    let coordinate = axes[axis]
    guard !coordinate.isChoice else {
      let uniform = -log(Double(coordinate.count))
      let (hit, miss) = (log(own[axis]), log(other[axis]))
      for kernel in 0..<kernels {
        let holds = held[axis][kernel]
        exponents[kernel] += holds < 0 ? uniform : holds == value ? hit : miss
      }
      return
    }
    // A value that every trial has tells nothing.
    guard !coordinate.isFixed else { return }
    guard coordinate.count == 0 else {
      let low = coordinate.model(value - coordinate.step / 2)
      let high = coordinate.model(value + coordinate.step / 2)
      for kernel in 0..<kernels {
        let (centre, width) = (centres[axis][kernel], widths[axis][kernel])
        let mass = normalMass((low - centre) / width, (high - centre) / width)
        exponents[kernel] += mass > 0 ? log(mass) : -745
      }
      return
    }
    let model = coordinate.model(value)
    centres[axis].withUnsafeBufferPointer { centres in
      precisions[axis].withUnsafeBufferPointer { precisions in
        exponents.withUnsafeMutableBufferPointer { exponents in
          for kernel in exponents.indices {
            let distance = (model - centres[kernel]) * precisions[kernel]
            exponents[kernel] -= 0.5 * distance * distance
          }
        }
      }
    }
  }
}

/// The logarithm of the sum of exponentials; terms below 1e-17 of the largest are left out.
private func logSumExp(_ exponents: [Double]) -> Double {
  var largest = -Double.greatestFiniteMagnitude
  for exponent in exponents { largest = max(largest, exponent) }
  var sum = 0.0
  for exponent in exponents where exponent - largest > -40 { sum += exp(exponent - largest) }
  return largest + log(sum)
}

/// The probability of a standard normal draw between two numbers, accurate in the tails.
private func normalMass(_ low: Double, _ high: Double) -> Double {
  let root = 0.70710678118654752440
  if low > 0 { return 0.5 * (erfc(low * root) - erfc(high * root)) }
  if high < 0 { return 0.5 * (erfc(-high * root) - erfc(-low * root)) }
  // Beyond 8.3 the missing tail is less than the last bit of 1.
  let above = high < 8.3 ? 0.5 * erfc(high * root) : 0
  let below = low > -8.3 ? 0.5 * erfc(-low * root) : 0
  return 1 - above - below
}
