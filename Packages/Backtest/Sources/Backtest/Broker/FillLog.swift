/// Memory for the fill logs of one worker, handed out in pieces and taken back for the next instances.
///
/// Logs grow without being copied, and what one round of a sweep has touched the next one uses again.
final class FillArena {
  /// The number of fills in a piece: a few kilobytes.
  static let pieceCount = 64

  private var slabs: [UnsafeMutablePointer<Fill>] = []
  private var free: [UnsafeMutablePointer<Fill>] = []
  private let piecesPerSlab = 32

  deinit {
    for slab in slabs { slab.deallocate() }
  }

  func take() -> UnsafeMutablePointer<Fill> {
    if let piece = free.popLast() { return piece }
    let slab = UnsafeMutablePointer<Fill>.allocate(capacity: piecesPerSlab * Self.pieceCount)
    slabs.append(slab)
    for piece in (1..<piecesPerSlab).reversed() { free.append(slab + piece * Self.pieceCount) }
    return slab
  }

  func takeBack(_ pieces: [UnsafeMutablePointer<Fill>]) {
    free += pieces.reversed()
  }
}

/// The fills of one instance, in order.
struct FillLog {
  private let arena: FillArena
  private var pieces: [UnsafeMutablePointer<Fill>] = []
  private var next: UnsafeMutablePointer<Fill>?
  private var room = 0

  init(_ arena: FillArena) { self.arena = arena }

  @inline(__always)
  mutating func append(_ fill: Fill) {
    if _slowPath(room == 0) { grow() }
    guard let place = next else { return }
    place.initialize(to: fill)
    next = place + 1
    room &-= 1
  }

  @inline(never)
  private mutating func grow() {
    let piece = arena.take()
    pieces.append(piece)
    next = piece
    room = FillArena.pieceCount
  }

  /// Hands over the fills, each passed through a function, and gives the memory back.
  mutating func drain(_ complete: (inout Fill) -> Void) -> [Fill] {
    let count = pieces.count * FillArena.pieceCount - room
    let fills = [Fill](unsafeUninitializedCapacity: count) { buffer, initialized in
      for piece in pieces {
        let size = min(FillArena.pieceCount, count - initialized)
        for index in 0..<size {
          var fill = piece[index]
          complete(&fill)
          buffer.initializeElement(at: initialized + index, to: fill)
        }
        initialized += size
      }
    }
    arena.takeBack(pieces)
    pieces = []
    room = 0
    return fills
  }
}
