#!/usr/bin/env bash
# Puts the LightGBM library at .deps/lib/lib_lightgbm.so (lib_lightgbm.dylib on macOS).
#
# Usage: scripts/make-lightgbm.sh [PREFIX]     PREFIX is .deps beside this folder unless given.
#
# The library is taken out of the pinned wheel on PyPI, whose checksum is compared; on macOS the one
# that Homebrew installed is linked. A second run finds the work done and changes nothing.
set -euo pipefail

VERSION=4.7.0

say() { printf 'lightgbm: %s\n' "$*"; }
fail() { printf 'lightgbm: error: %s\n' "$*" >&2; exit 1; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
prefix=${1:-$root/.deps}
mkdir -p "$prefix/lib" "$prefix/downloads"
prefix=$(cd "$prefix" && pwd)
platform=$(uname -s)
machine=$(uname -m)
case $platform in
  Darwin) library=$prefix/lib/lib_lightgbm.dylib ;;
  Linux) library=$prefix/lib/lib_lightgbm.so ;;
  *) fail "expected Linux or macOS, found $platform" ;;
esac
stamp=$prefix/lib/lib_lightgbm.stamp
recipe=$(cksum < "${BASH_SOURCE[0]}" | tr -d ' ')

# Every function that the C header declares must be there.
verify() {
  python3 - "$1" "$root/Packages/Research/Sources/CLightGBM/include/CLightGBM.h" <<'PY'
import ctypes, re, sys
library = ctypes.CDLL(sys.argv[1])
names = re.findall(r"^  X\([^,]*, (\w+)", open(sys.argv[2]).read(), re.M)
missing = [name for name in names if not hasattr(library, "LGBM_" + name)]
if not names or missing:
    sys.exit(f"lightgbm: {sys.argv[1]} does not export: {missing}")
PY
}

command -v python3 > /dev/null || fail "python3 is needed to fetch the library"
if [ -e "$library" ] && [ "$(cat "$stamp" 2> /dev/null)" = "$recipe" ]; then
  say "$library is up to date"
  exit 0
fi

if [ "$platform" = Darwin ]; then
  for candidate in /opt/homebrew/lib/lib_lightgbm.dylib /usr/local/lib/lib_lightgbm.dylib; do
    [ -e "$candidate" ] || continue
    verify "$candidate" || continue
    ln -sf "$candidate" "$library"
    printf '%s\n' "$recipe" > "$stamp"
    say "$library -> $candidate"
    exit 0
  done
  fail "no LightGBM is installed; run: brew install lightgbm"
fi

case $machine in
  x86_64)
    tags=(manylinux_2_28_x86_64 manylinux_2_27_x86_64)
    wheel_sha=d23e922acd891e77212e4d0fbcee9ba973c96dee479491341d05ba595357ebb7 ;;
  aarch64)
    tags=(manylinux_2_28_aarch64 manylinux2014_aarch64)
    wheel_sha=d4529acec5c6fefe4768302a529707d0ead90f6a6f42df694b856212e09695b8 ;;
  *) fail "expected x86_64 or aarch64, found $machine" ;;
esac

work=$(mktemp -d "$prefix/making-lightgbm.XXXXXX")
trap 'rm -rf "$work"' EXIT

for wheel in "$prefix"/downloads/"lightgbm-$VERSION"-*"$machine"*.whl; do break; done
if [ ! -e "$wheel" ]; then
  say "downloading lightgbm $VERSION"
  options=()
  for tag in "${tags[@]}"; do options+=(--platform "$tag"); done
  PIP_DISABLE_PIP_VERSION_CHECK=1 python3 -m pip download --quiet --no-deps \
    --only-binary=:all: "${options[@]}" --dest "$work" "lightgbm==$VERSION" >&2 ||
    fail "cannot download lightgbm $VERSION"
  for wheel in "$work"/*.whl; do break; done
fi
found=$(sha256sum "$wheel" | cut -d' ' -f1)
if [ "$found" != "$wheel_sha" ]; then
  rm -f "$wheel"
  fail "SHA-256 of $(basename "$wheel"): expected $wheel_sha, found $found"
fi
[ "$(dirname "$wheel")" = "$prefix/downloads" ] || mv "$wheel" "$prefix/downloads/"
python3 -m zipfile -e "$prefix/downloads/$(basename "$wheel")" "$work/wheel"
made=$work/wheel/lightgbm/lib/lib_lightgbm.so
[ -e "$made" ] || fail "the wheel has no library"
verify "$made" || fail "the wheel does not export the functions that are needed"
chmod 755 "$made"
mv -f "$made" "$library"
printf '%s\n' "$recipe" > "$stamp"
say "$library ($VERSION)"
