/// A decimal number, or a quotient of one: `units / (10^places · divisor)`.
struct DecimalFraction {
  /// The most decimal places; keeps products far inside 128 bits.
  static let placeLimit = 18

  let units: Int128
  let places: Int
  let divisor: Int128

  init(units: Int128, places: Int, divisor: Int128 = 1) {
    self.units = units
    self.places = places
    self.divisor = divisor
  }

  /// The number that the shortest decimal text of a binary number says.
  ///
  /// `nil` for numbers that are not finite, need more than 18 decimal places, or reach 10^15.
  init?(_ number: Double) {
    guard number.isFinite, abs(number) < 1e15 else { return nil }
    let text = String(number).lowercased().split(separator: "e")
    let exponent = text.count == 2 ? Int(text[1]) ?? 0 : 0
    let parts = text[0].split(separator: ".")
    let fraction = parts.count == 2 && parts[1] != "0" ? parts[1] : ""
    guard let digits = Int128(String(parts[0] + fraction)) else { return nil }
    let places = fraction.count - exponent
    guard places <= Self.placeLimit else { return nil }
    self.init(
      units: places < 0 ? digits * Self.powerOfTen(-places) : digits,
      places: max(places, 0)
    )
  }

  /// Whether a scaled number leaves room for a million times itself in 128 bits.
  func isScalable(toPlaces wanted: Int) -> Bool {
    units.magnitude < UInt128(Self.powerOfTen(30 - (wanted - places)).magnitude)
  }

  /// The same number with more decimal places.
  func scaled(toPlaces wanted: Int) -> DecimalFraction {
    DecimalFraction(units: units * Self.powerOfTen(wanted - places), places: wanted)
  }

  /// The nearest decimal with this many places, halves away from zero.
  func rounded(toPlaces wanted: Int) -> DecimalFraction {
    guard wanted < places || divisor > 1 else { return self }
    let (multiplier, base) =
      wanted >= places
      ? (Self.powerOfTen(wanted - places), divisor)
      : (1, divisor * Self.powerOfTen(places - wanted))
    let (product, overflow) = units.multipliedReportingOverflow(by: multiplier)
    // A number this large has no binary digits at the wanted place.
    guard !overflow else { return self }
    let (quotient, remainder) = product.quotientAndRemainder(dividingBy: base)
    let away: Int128 = 2 * remainder.magnitude >= base.magnitude ? (units < 0 ? -1 : 1) : 0
    return DecimalFraction(units: quotient + away, places: wanted)
  }

  /// The nearest binary number.
  ///
  /// Correctly rounded for decimals; for quotients that no decimal with 18 places equals, the
  /// division adds at most one rounding.
  var double: Double {
    if units % divisor == 0, let value = Double("\(units / divisor)e-\(places)") { return value }
    return Double(units) / (Double(divisor) * Double(Self.powerOfTen(places)))
  }

  /// The number when it is whole and fits a machine word.
  var wholeNumber: Int? {
    let base = divisor * Self.powerOfTen(places)
    return units % base == 0 ? Int(exactly: units / base) : nil
  }

  private static func powerOfTen(_ exponent: Int) -> Int128 {
    (0..<exponent).reduce(1) { power, _ in power * 10 }
  }
}
