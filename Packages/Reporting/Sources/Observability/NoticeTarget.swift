public import ConfigValidation

/// Somewhere that is told when a cycle has ended.
public enum NoticeTarget: Hashable, Sendable {
  /// An address to which the notice is posted as a JSON object.
  case webhook(url: String)

  /// A Telegram chat, reached through a bot (`POST {apiURL}/bot{token}/sendMessage`).
  case telegram(apiURL: String, token: String, chatID: String)

  /// The name of the target in messages, free of secrets.
  public var name: String {
    switch self {
    case .webhook: "webhook"
    case .telegram(_, _, let chatID): "Telegram chat \(chatID)"
    }
  }

  /// The address that is posted to; holds the token of a bot, so it is never shown.
  var address: String {
    switch self {
    case .webhook(let url): url
    case .telegram(let apiURL, let token, _):
      "\(apiURL.hasSuffix("/") ? String(apiURL.dropLast()) : apiURL)/bot\(token)/sendMessage"
    }
  }

  /// The body that is posted.
  public func body(for notice: CycleNotice) -> JSONValue {
    switch self {
    case .webhook: notice.json
    case .telegram(_, _, let chatID):
      .object([
        JSONMember("chat_id", .string(chatID)),
        JSONMember("text", .string(notice.text)),
        JSONMember("disable_web_page_preview", .bool(true)),
      ])
    }
  }
}

/// An error that says why a notice did not arrive; it never holds a secret.
public enum NoticeError: Error, Hashable, Sendable {
  /// The address of the target is not an HTTP or HTTPS address.
  case invalidAddress(target: String)

  /// The server could not be reached, or did not answer in time.
  case unreachable(target: String, code: Int)

  /// The server answered with another status than 2xx.
  case refused(target: String, status: Int)
}

extension NoticeError: CustomStringConvertible {
  /// The sentence shown to a person.
  public var description: String {
    switch self {
    case .invalidAddress(let target):
      "\(target): expected an http:// or https:// address, found another"
    case .unreachable(let target, let code):
      "\(target): expected an answer, found none (network error \(code))"
    case .refused(let target, let status):
      "\(target): expected a status of 2xx, found \(status)"
    }
  }
}
