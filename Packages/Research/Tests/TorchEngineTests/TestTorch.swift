import Foundation
import TorchEngine

/// The tensor library of the project's folder, where it is installed.
enum TestTorch {
  /// The root of the repository.
  static let root: String = {
    var folder = URL(fileURLWithPath: #filePath)
    for _ in 0..<5 { folder.deleteLastPathComponent() }
    return folder.path
  }()

  static let location = TorchLocation(explicit: nil, projectDirectories: [root])

  static let isInstalled = location.paths.contains { FileManager.default.fileExists(atPath: $0) }

  static func load() throws -> Torch {
    let torch = try Torch.load(from: location)
    torch.threadCount = 1
    return torch
  }
}
