extension Double {
  /// Rounds to a number of decimals, halves to the even neighbour.
  ///
  /// - Precondition: `places` is 0 to 15 and the value is finite.
  func rounded(toPlaces places: Int) -> Double {
    let scale = (0..<places).reduce(1.0) { factor, _ in factor * 10 }
    let scaled = self * scale
    guard scaled.isFinite else { return self }
    let rounded = scaled.rounded(.toNearestOrEven) / scale
    // A negative zero would print as one, and differ from zero in the bytes of a file.
    return rounded == 0 ? 0 : rounded
  }
}
