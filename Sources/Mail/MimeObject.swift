import CGMime

/// Owns one reference to an object of the library. Given back exactly once, when the owner goes
/// out of scope; whoever else needs the object takes a reference of its own.
@safe struct MimeObject: ~Copyable {
  private let pointer: UnsafeMutableRawPointer

  init<Kind>(adopting pointer: UnsafeMutablePointer<Kind>?) throws(MailError) {
    guard let pointer = unsafe pointer else { throw .notComposed }
    unsafe self.pointer = UnsafeMutableRawPointer(pointer)
  }

  deinit { unsafe g_object_unref(pointer) }

  /// The object seen as its own kind or one it is derived from. The pointer lives no longer than
  /// the closure.
  borrowing func withPointer<Kind, T, E>(
    as kind: Kind.Type, _ body: (UnsafeMutablePointer<Kind>) throws(E) -> T
  ) throws(E) -> T {
    try unsafe body(pointer.assumingMemoryBound(to: Kind.self))
  }
}
