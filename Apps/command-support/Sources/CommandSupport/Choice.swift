internal import ArgumentParser
internal import ConfigValidation

/// Reads the value of an option that takes one of a few names.
///
/// - Throws: `ValidationError` with the nearest name, or all of them.
public func choice<Value: CaseIterable & RawRepresentable<String>>(_ text: String) throws -> Value {
  if let value = Value(rawValue: text) { return value }
  let names = Value.allCases.map(\.rawValue)
  if let near = nearestName(to: text, among: names) {
    throw ValidationError("'\(text)' is not known; did you mean '\(near)'?")
  }
  throw ValidationError("expected one of \(names.joined(separator: ", ")), found '\(text)'")
}

/// Runs a body, and turns its error into the failure of the command.
///
/// - Throws: ``CommandFailure`` with status ``ExitStatus/failed`` and the error's words.
public func orFail<Value, Problem: Error & CustomStringConvertible>(
  _ body: () throws(Problem) -> Value
) throws(CommandFailure) -> Value {
  do throws(Problem) { return try body() } catch { throw .failed(error) }
}
