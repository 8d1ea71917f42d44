import ConfigValidation
import Observability
import Testing

@Suite("NoticeSender")
struct NoticeSenderTests {
  private let notice = CycleNotice(
    cycleID: "c1",
    outcome: .completed,
    experiments: 12,
    reused: 3,
    killed: 4,
    candidates: 8,
    leaders: ["EmaCross fast=5"]
  )
  private let sender = NoticeSender(timeoutSeconds: 120)

  @Test("posts the notice to a webhook as JSON")
  func postsToWebhook() async throws {
    let server = try LoopbackServer(status: 204)
    server.start()
    let failures = await sender.send(
      notice,
      to: [.webhook(url: "http://127.0.0.1:\(server.port)/hook?team=1")]
    )
    #expect(failures.isEmpty)
    let received = try #require(server.request)
    #expect(received.firstLine == "POST /hook?team=1 HTTP/1.1")
    let body = try JSONValue(parsing: received.body)
    #expect(body["status"] == .string("completed"))
    #expect(body["experiments"] == .integer(12))
    #expect(body["candidates"] == .integer(8))
  }

  @Test("sends a Telegram message through the bot's address")
  func postsToTelegram() async throws {
    let server = try LoopbackServer(status: 200)
    server.start()
    let target = NoticeTarget.telegram(
      apiURL: "http://127.0.0.1:\(server.port)/",
      token: "1:secret",
      chatID: "-100"
    )
    #expect(await sender.send(notice, to: [target]).isEmpty)
    let received = try #require(server.request)
    #expect(received.firstLine == "POST /bot1:secret/sendMessage HTTP/1.1")
    let body = try JSONValue(parsing: received.body)
    #expect(body["chat_id"] == .string("-100"))
    #expect(body["text"] == .string(notice.text))
  }

  @Test("reports a refusal with its status")
  func reportsRefusal() async throws {
    let server = try LoopbackServer(status: 500)
    server.start()
    let failures = await sender.send(
      notice,
      to: [.webhook(url: "http://127.0.0.1:\(server.port)/")]
    )
    #expect(failures == [.refused(target: "webhook", status: 500)])
    #expect(server.request != nil)
  }

  @Test("reports an unreachable bot without its token, and still serves the next target")
  func hidesSecrets() async throws {
    let closedPort = try LoopbackServer(status: 200).port
    let failures = await sender.send(
      notice,
      to: [
        .telegram(apiURL: "http://127.0.0.1:\(closedPort)", token: "1:secret", chatID: "7"),
        .webhook(url: "file:///etc/passwd"),
      ]
    )
    #expect(failures.count == 2)
    #expect(failures.last == .invalidAddress(target: "webhook"))
    #expect(failures.allSatisfy { !$0.description.contains("secret") })
  }

  @Test("a server that never answers is given up")
  func givesUp() async throws {
    // It takes connections, and nobody reads what arrives.
    let server = try LoopbackServer(status: 200)
    let failures = await NoticeSender(timeoutSeconds: 0.5).send(
      notice,
      to: [.webhook(url: "http://127.0.0.1:\(server.port)/")]
    )
    guard failures.count == 1, case .unreachable(target: "webhook", _)? = failures.first else {
      Issue.record("expected an unreachable webhook, found \(failures)")
      return
    }
    #expect(server.request == nil)
  }

  @Test("a failed cycle names its reason")
  func namesReason() {
    var failed = notice
    failed.outcome = .failed(reason: "no bars")
    #expect(failed.json["reason"] == .string("no bars"))
    #expect(failed.text == "Research cycle c1 failed: no bars")
  }
}
