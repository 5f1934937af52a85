/// Lends `strings` as C strings, nil where they are nil, for as long as `body` runs.
func withCStrings<Result>(
  _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  var bytes: [CChar] = []
  var starts: [Int] = []
  for string in strings {
    starts.append(bytes.count)
    bytes.append(contentsOf: string.utf8CString)
  }
  return unsafe bytes.withUnsafeBufferPointer { all in
    // libpq's lists of strings end with a null pointer.
    var pointers: [UnsafePointer<CChar>?] = unsafe starts.map { start in
      unsafe all.baseAddress.map { unsafe $0 + start }
    }
    unsafe pointers.append(nil)
    return unsafe pointers.withUnsafeBufferPointer { list in
      guard let first = list.baseAddress else {
        preconditionFailure("an array with an element has an address")
      }
      return unsafe body(first)
    }
  }
}

extension Parameters {
  /// Lends the parameters as libpq wants them: addresses, lengths, formats (1: binary).
  func withPointers<Result>(
    _ body: (
      UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?, UnsafePointer<Int32>?
    ) -> Result
  ) -> Result {
    let lengths = slots.map { Int32(truncatingIfNeeded: $0.length) }
    let formats = types.map { $0 == 0 ? 0 : 1 as Int32 }
    return unsafe bytes.withUnsafeBytes { all in
      let values: [UnsafePointer<CChar>?] = unsafe slots.map { slot in
        guard let start = slot.start, let base = all.baseAddress else { return nil }
        return unsafe (base + start).assumingMemoryBound(to: CChar.self)
      }
      return unsafe values.withUnsafeBufferPointer { values in
        unsafe lengths.withUnsafeBufferPointer { lengths in
          unsafe formats.withUnsafeBufferPointer { formats in
            unsafe body(values.baseAddress, lengths.baseAddress, formats.baseAddress)
          }
        }
      }
    }
  }
}
