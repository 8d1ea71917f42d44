/// The quantile of a rising sample by linear interpolation at position *q* (*n* - 1).
///
/// The rule of numpy's and pandas's default (Hyndman and Fan's type 7).
func linearQuantile(ofSorted values: [Double], at probability: Double) -> Double? {
  guard let last = values.indices.last else { return nil }
  let position = probability * Double(last)
  let lower = min(Int(position), last)
  let fraction = position - Double(lower)
  guard fraction > 0, lower < last else { return values[lower] }
  return (values[lower] + (values[lower + 1] - values[lower]) * fraction).ifFinite
}
