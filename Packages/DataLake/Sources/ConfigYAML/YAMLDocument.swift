public import ConfigValidation
internal import Yams

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Reads YAML documents into nodes that remember their lines.
///
/// Plain scalars follow the core schema of YAML 1.2: `null`, `~` and nothing are null; `true` and
/// `false` are switches; decimal numbers are numbers; everything else, `yes` and `1e` and dates
/// included, is text. Quoted scalars are always text. Duplicate keys, several documents in one file and
/// keys that are not text are refused.
public enum YAMLDocument {
  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: The name to show in marks; the path when omitted.
  /// - Returns: The root of the document.
  /// - Throws: ``ConfigurationError`` when the file cannot be read or is not a YAML document.
  public static func read(
    path: String,
    name: String? = nil
  ) throws(ConfigurationError) -> ConfigNode {
    let shown = name ?? path
    guard FileManager.default.fileExists(atPath: path) else {
      throw unreadable("the file does not exist", ConfigMark(file: shown, line: 0))
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw unreadable("the file cannot be read", ConfigMark(file: shown, line: 0))
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw unreadable("expected UTF-8 text", ConfigMark(file: shown, line: 0))
    }
    return try parse(text, name: shown)
  }

  /// Reads a text.
  ///
  /// - Parameters:
  ///   - text: One YAML document; an empty one is an empty mapping.
  ///   - name: The name to show in marks.
  /// - Returns: The root of the document.
  /// - Throws: ``ConfigurationError`` naming the line.
  public static func parse(_ text: String, name: String) throws(ConfigurationError) -> ConfigNode {
    let root: Node?
    do {
      root = try Parser(yaml: text).singleRoot()
    } catch {
      throw unreadable(describe(error), ConfigMark(file: name, line: line(of: error, in: text)))
    }
    guard let root else { return ConfigNode(.mapping([]), mark: ConfigMark(file: name, line: 1)) }
    return try convert(root, name, depth: 0)
  }

  /// Returns a document with one value replaced, as `--set a.b=c` asks.
  ///
  /// - Parameters:
  ///   - assignment: A dotted path, `=`, and a value in YAML.
  ///   - document: The document to change.
  /// - Returns: The changed document.
  /// - Throws: ``ConfigurationError`` when the assignment lacks a path or its value is not YAML.
  public static func applying(
    _ assignment: String,
    to document: ConfigNode
  ) throws(ConfigurationError) -> ConfigNode {
    let mark = ConfigMark(file: "--set \(assignment)", line: 0)
    guard let equals = assignment.firstIndex(of: "=") else {
      throw unreadable("expected path=value, such as experiment.mc_seed=7", mark)
    }
    let path = assignment[..<equals].split(separator: ".", omittingEmptySubsequences: false)
    guard !path.contains(where: \.isEmpty) else {
      throw unreadable("expected path=value, such as experiment.mc_seed=7", mark)
    }
    let text = String(assignment[assignment.index(after: equals)...])
    let parsed = text.isEmpty ? nil : try parse(text, name: mark.file)
    let value = ConfigNode(parsed?.content ?? .null, mark: mark)
    return document.replacing(path.map(String.init), with: value)
  }

  private static func convert(
    _ node: Node,
    _ file: String,
    depth: Int
  ) throws(ConfigurationError) -> ConfigNode {
    let mark = ConfigMark(file: file, line: node.mark?.line ?? 0)
    guard depth < 64 else { throw unreadable("nested deeper than 64 levels", mark) }
    switch node {
    case .scalar(let scalar):
      return ConfigNode(content(of: scalar), mark: mark)
    case .sequence(let sequence):
      var items: [ConfigNode] = []
      for item in sequence { items.append(try convert(item, file, depth: depth + 1)) }
      return ConfigNode(.sequence(items), mark: mark)
    case .mapping(let mapping):
      var entries: [ConfigEntry] = []
      for (key, value) in mapping {
        guard let name = key.scalar?.string else {
          throw unreadable(
            "expected text as a key",
            ConfigMark(file: file, line: key.mark?.line ?? 0)
          )
        }
        var child = try convert(value, file, depth: depth + 1)
        child.mark = ConfigMark(file: file, line: key.mark?.line ?? child.mark.line)
        entries.append(ConfigEntry(key: name, value: child))
      }
      return ConfigNode(.mapping(entries), mark: mark)
    case .alias:
      throw unreadable("an alias without its anchor", mark)
    }
  }

  private static func content(of scalar: Node.Scalar) -> ConfigNode.Content {
    let text = scalar.string
    guard scalar.style == .plain else { return .text(text) }
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .flag(true)
    case "false", "False", "FALSE": return .flag(false)
    default: break
    }
    if text.wholeMatch(of: /[-+]?[0-9]+/) != nil, let value = Int(text) { return .integer(value) }
    let decimal = /[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?/
    if text.wholeMatch(of: decimal) != nil, let value = Double(text), value.isFinite {
      return .number(value)
    }
    return .text(text)
  }

  private static func unreadable(_ detail: String, _ mark: ConfigMark) -> ConfigurationError {
    ConfigurationError(
      ConfigurationError.Issue(mark: mark, path: ConfigPath(), reason: .unreadable(detail: detail))
    )
  }

  private static func line(of error: any Error, in text: String) -> Int {
    switch error as? YamlError {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    case .duplicatedKeysInMapping(let duplicates, _):
      secondLine(ofKey: duplicates.first ?? "", in: text)
    default: 0
    }
  }

  /// The library names a duplicate key without its place; the second line that begins with it is
  /// where a person must look.
  private static func secondLine(ofKey key: String, in yaml: String) -> Int {
    let lines = yaml.split(separator: "\n", omittingEmptySubsequences: false)
    let places = lines.indices.filter { lines[$0].drop { " -\"'".contains($0) }.hasPrefix(key) }
    return places.count > 1 ? places[1] + 1 : 0
  }

  private static func describe(_ error: any Error) -> String {
    switch error as? YamlError {
    case .scanner(let context, let problem, _, _), .parser(let context, let problem, _, _),
      .composer(let context, let problem, _, _):
      "is not a YAML document: " + ((context?.text).map { "\($0): " } ?? "") + problem
    case .duplicatedKeysInMapping(let duplicates, _):
      "the key '\(duplicates.first ?? "")' stands twice in one mapping"
    default: "is not a YAML document: \(error)"
    }
  }
}
