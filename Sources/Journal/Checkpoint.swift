/// The signed head of the tree (C2SP `tlog-checkpoint`): how many entries there are, and their
/// root.
import Vault

struct Checkpoint: Equatable {
  let size: Int
  let root: [UInt8]

  /// The text that is signed: origin, size, root, a line each.
  func text(origin: String) -> String {
    "\(origin)\n\(size)\n\(Base64.padded.encode(root))\n"
  }

  /// Opens a checkpoint of this log. `path` is for naming what is wrong with it.
  init(_ note: [UInt8], by signer: NoteSigner, path: String) throws(JournalError) {
    guard let note = String(validating: note, as: UTF8.self),
      let text = SignedNote.unverifiedText(of: note)
    else { throw .checkpointUnreadable(path: path) }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count == 4, let size = Int(lines[1]), size >= 0,
      let root = Base64.padded.decode(Array(lines[2].utf8)), root.count == Merkle.hashBytes
    else { throw .checkpointUnreadable(path: path) }
    guard lines[0] == signer.name else { throw .otherInstallation(path: path) }
    do {
      _ = try SignedNote.open(note, by: signer)
    } catch .signedByOthers {
      throw .otherKey(path: path)
    } catch {
      throw .checkpointUnreadable(path: path)
    }
    (self.size, self.root) = (size, root)
    guard self.text(origin: signer.name) == text else { throw .checkpointUnreadable(path: path) }
  }

  init(size: Int, root: [UInt8]) {
    self.size = size
    self.root = root
  }
}
