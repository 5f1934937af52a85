package import Testing

/// Gives each test of a suite an office of its own.
package struct OfficeTrait: TestTrait, SuiteTrait, TestScoping {
  /// Each test, not the suite as a whole.
  package var isRecursive: Bool { true }

  /// Opens it, and closes it after the test.
  package func provideScope(
    for test: Test, testCase: Test.Case?,
    performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await TestOffice.open { office in
      try await TestOffice.$ofThisTest.withValue(office) { try await function() }
    }
  }
}

extension Trait where Self == OfficeTrait {
  /// `let here = TestOffice.current` is then this test's own.
  package static var office: OfficeTrait { OfficeTrait() }
}
