/// Bech32 (BIP 173), as age writes recipients and identities: without its limit of 90 characters.

enum Bech32 {
  private static let alphabet = Array("qpzry9x8gf2tvdw0s3jn54khce6mua7l".utf8)

  /// `prefix`, `1`, the bytes in groups of five bits, and a checksum; lower case.
  static func encode(prefix: String, _ bytes: [UInt8]) -> String {
    let groups = groupsOfFive(bytes)
    let checked = groups + checksum(prefix: Array(prefix.utf8), groups)
    return prefix + "1" + String(decoding: checked.map { alphabet[Int($0)] }, as: UTF8.self)
  }

  private static func groupsOfFive(_ bytes: [UInt8]) -> [UInt8] {
    var groups: [UInt8] = []
    var held: UInt32 = 0
    var bits = 0
    for byte in bytes {
      held = held << 8 | UInt32(byte)
      bits += 8
      while bits >= 5 {
        bits -= 5
        groups.append(UInt8(held >> UInt32(bits) & 31))
      }
    }
    if bits > 0 { groups.append(UInt8(held << UInt32(5 - bits) & 31)) }
    return groups
  }

  private static func checksum(prefix: [UInt8], _ groups: [UInt8]) -> [UInt8] {
    let expanded = prefix.map { $0 >> 5 } + [0] + prefix.map { $0 & 31 }
    let remainder = remainder(of: expanded + groups + [0, 0, 0, 0, 0, 0]) ^ 1
    return (0..<6).map { UInt8(remainder >> UInt32(5 * (5 - $0)) & 31) }
  }

  private static func remainder(of groups: [UInt8]) -> UInt32 {
    let generator: [UInt32] = [0x3b6a_57b2, 0x2650_8e6d, 0x1ea1_19fa, 0x3d42_33dd, 0x2a14_62b3]
    var sum: UInt32 = 1
    for group in groups {
      let top = sum >> 25
      sum = (sum & 0x01ff_ffff) << 5 ^ UInt32(group)
      for bit in 0..<5 where top >> UInt32(bit) & 1 == 1 { sum ^= generator[bit] }
    }
    return sum
  }
}
