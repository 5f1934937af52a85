package import Domain

/// The privacy notice that every test's office gives out.
package enum SampleNotice {
  /// Its version.
  package static let version = "sample-1"
  /// Its text in every language.
  package static let texts: [Language: String] = [
    .german: "# Datenschutzhinweise\n\n## Wer\n\nDie Muster GmbH.\n",
    .english: "# Privacy notice\n\n## Who\n\nMuster GmbH.\n",
  ]
}
