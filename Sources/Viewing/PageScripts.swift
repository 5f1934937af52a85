/// What is run in the sandbox, as shell scripts. Each begins with the functions of
/// ``Sandbox/Verdict``.
enum PageScripts {
  /// Page sizes, a zero byte, and the text with a form feed after each page.
  /// Arguments: pages, bytes of text, seconds for the text.
  static let layout = """
    taken d
    ran pdfinfo -f 1 -l "$1" d >i
    grep -aE '^Page(s: | +[0-9]+ (size|rot): )' i
    printf '\\000'
    timeout -s KILL "$3" pdftotext -q -enc UTF-8 -eol unix -f 1 -l "$1" d - | head -c "$2"
    exit 0
    """

  /// A page as JPEG: ten times as fast as PNG, and scans stay small.
  /// Arguments: page, dots per inch.
  static let page = """
    taken d
    ran pdftoppm -q -jpeg -jpegopt quality=85,progressive=n,optimize=n -cropbox \
    -f "$1" -l "$1" -r "$2" d
    """

  /// A PNG made smaller. Arguments: the longer side in pixels.
  static let picture = """
    taken d
    ran gdk-pixbuf-thumbnailer -s "$1" d o
    cat o
    """

  /// An office document as PDF. The program starts anew (81) once it has made its profile.
  /// Arguments: the program, its folder, the name of the filter that reads the document.
  static let office = """
    taken d.document
    export LD_LIBRARY_PATH="$2"
    converted() {
      "$1" -env:UserInstallation=file:///tmp/profile --headless --norestore --nologo \
    --nolockcheck --infilter="$2" --convert-to pdf --outdir /tmp d.document >/dev/null
    }
    converted "$1" "$3"
    [ $? != 81 ] || converted "$1" "$3"
    [ -s d.pdf ] || exit \(Sandbox.Verdict.broken)
    cat d.pdf
    """
}
