internal import CommandSupport
internal import MarketModel
internal import Observability
internal import Reporting
internal import Research

/// Tells the configured targets that a cycle has ended; what does not arrive is only a warning.
func announce(
  _ notice: CycleNotice,
  _ notify: NotifyConfig,
  _ context: CommandContext
) async {
  var targets: [NoticeTarget] = []
  if let url = notify.webhookURL { targets.append(.webhook(url: url)) }
  if let telegram = notify.telegram {
    if let token = context.environment[telegram.tokenVariable], !token.isEmpty {
      targets.append(
        .telegram(apiURL: telegram.apiURL, token: token, chatID: telegram.chatID)
      )
    } else {
      context.console.error(
        "warning: no Telegram message was sent; expected the bot's token in the environment "
          + "variable \(telegram.tokenVariable), found none"
      )
    }
  }
  guard !targets.isEmpty else { return }
  let sender = NoticeSender(timeoutSeconds: notify.timeoutSeconds)
  for failure in await sender.send(notice, to: targets) {
    context.console.error("warning: a notice did not arrive: \(failure)")
  }
}
