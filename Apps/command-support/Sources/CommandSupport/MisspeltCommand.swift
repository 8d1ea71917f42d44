internal import ArgumentParser
internal import ConfigValidation

/// Returns what to say of an argument that stands where a command must and names none, or `nil`.
///
/// The parser itself would report it as an unexpected argument of the default command.
func misspeltCommand(
  in arguments: [String],
  under root: any ParsableCommand.Type
) -> String? {
  var group = root
  for argument in arguments {
    let subcommands = group.configuration.subcommands
    guard !subcommands.isEmpty, !argument.hasPrefix("-"), argument != "help" else { return nil }
    let names = subcommands.compactMap { $0.configuration.commandName }
    guard let next = subcommands.first(where: { $0.configuration.commandName == argument }) else {
      let path = group == root ? "" : "\(group.configuration.commandName ?? "") "
      if let near = nearestName(to: argument, among: names) {
        return "\(path)'\(argument)' is not a command; did you mean '\(near)'?"
      }
      return
        "\(path)'\(argument)' is not a command; expected one of \(names.joined(separator: ", "))"
    }
    group = next
  }
  return nil
}
