# What the scripts share: where the package is, which Swift toolchain builds it, which Python the tests use.
# Sourced, not run: `source "$(dirname "${BASH_SOURCE[0]}")/common.sh"` behind `set -euo pipefail`.

# Span, InlineArray and test names written as sentences came with this version.
readonly swift_needed=6.2
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
readonly root
# A Python of the project's own, made by Scripts/setup where the one on PATH lacks what the tests need.
readonly python_folder=$root/.build/python

# fail CODE SENTENCE: says what is wrong and how to remedy it, and leaves (codes as in sysexits.h).
fail() {
  printf '%s\n' "${0##*/}: $2" >&2
  exit "$1"
}

# show_help: prints the comment at the head of the calling script.
show_help() {
  sed -n '2,/^[^#]/ s/^# \{0,1\}//p' "$0"
}

# The places a Swift toolchain is looked for, in this order: PATH, then where installers put it.
swift_places() {
  local place
  (IFS=:; printf '%s\n' $PATH)
  for place in /opt/swift/usr/bin "$HOME/.local/share/swiftly/bin" /usr/libexec/swift/bin /usr/libexec/swift/*/bin; do
    printf '%s\n' "$place"
  done
}

# swift_version FILE: prints MAJOR.MINOR; nothing where the program is no Swift (OpenStack has a `swift` too).
swift_version() {
  "$1" --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1
}

# use_swift: puts the first toolchain that is new enough at the head of PATH, or leaves with a sentence.
use_swift() {
  local place version found=""
  while IFS= read -r place; do
    [[ -x $place/swift ]] || continue
    version=$(swift_version "$place/swift")
    [[ -n $version ]] || continue
    if [[ $(printf '%s\n' "$swift_needed" "$version" | sort -V | head -n 1) == "$swift_needed" ]]; then
      PATH=$place:$PATH
      return
    fi
    found+=" $version in $place,"
  done < <(swift_places)
  fail 69 "no Swift toolchain of version $swift_needed or later:${found:-" none found,"} looked in PATH, \
/opt/swift/usr/bin, ~/.local/share/swiftly/bin and /usr/libexec/swift; install one from https://swift.org/install \
and start again"
}

# use_python: prefers the project's own Python where Scripts/setup made one.
use_python() {
  [[ ! -x $python_folder/bin/python3 ]] || PATH=$python_folder/bin:$PATH
}

# build_product: builds the program for use and prints where it is; what the build says goes to standard error.
build_product() {
  # A substitution `$(build_product)` does not inherit `set -e`.
  swift build --package-path "$root" --configuration release --product sweepfarm >&2 || return
  printf '%s/sweepfarm\n' "$(swift build --package-path "$root" --configuration release --show-bin-path)"
}
