/// An error of a scaling study.
public enum ScalingStudyError: Error, Hashable, Sendable {
  /// Lists have different lengths.
  case unequalLengths(sizes: Int, errors: Int)

  /// A law needs two points.
  case tooFewPoints(found: Int)

  /// All sizes are the same.
  case equalSizes(Double)

  /// A value is not a finite number above zero.
  case notPositive(name: String, index: Int, value: Double)

  /// A confidence does not lie between 0 and 1.
  case confidence(found: Double)

  /// A document or table is not what it should be.
  case badFile(path: String, line: Int?, expected: String, found: String)

  /// A file cannot be read or written.
  case file(String)

  /// Several problems, each a sentence.
  case several([String])
}

extension ScalingStudyError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .unequalLengths(let sizes, let errors):
      "expected an error for each size, found \(sizes) sizes and \(errors) errors"
    case .tooFewPoints(let found): "expected 2 points or more, found \(found)"
    case .equalSizes(let size): "sizes: expected two different ones, found \(size) everywhere"
    case .notPositive(let name, let index, let value):
      "\(name) \(index): expected a finite number above 0, found \(value)"
    case .confidence(let found): "confidence: expected a number between 0 and 1, found \(found)"
    case .badFile(let path, let line, let expected, let found):
      "\(path)\(line.map { ":\($0)" } ?? ""): expected \(expected), found \(found)"
    case .file(let message): message
    case .several(let problems): problems.joined(separator: "\n")
    }
  }
}
