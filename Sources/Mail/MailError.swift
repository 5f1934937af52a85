/// Why a mail cannot be composed or put down. Names fields and paths, never what they hold.
package enum MailError: Error, Sendable, Equatable {
  /// The address in this field isn't one that can be written to.
  case badAddress(Field)
  /// The id isn't a UUID.
  case badID
  /// The language isn't a language tag.
  case badLanguage
  /// The address for unsubscribing isn't a plain `https` or `http` address.
  case badLink
  /// The library gave up; out of memory, as a rule.
  case notComposed
  /// The outbox folder or a file in it cannot be used.
  case outboxUnusable(path: String, code: Int32)

  /// Whose address.
  package enum Field: String, Sendable { case from, to, replyTo }
}
