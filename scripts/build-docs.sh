#!/usr/bin/env bash
# Builds the reference documentation of every library into the folder given (default .build/docs).
set -euo pipefail
cd "$(dirname "$0")/.."

output=${1:-.build/docs}
docc=$(command -v docc || xcrun --find docc 2>/dev/null) || {
  printf 'build-docs: docc was not found beside swift; it comes with the toolchain\n' >&2
  exit 1
}

graphs=$(mktemp -d)
trap 'rm -rf "$graphs"' EXIT

swift package dump-symbol-graph --minimum-access-level public --skip-synthesized-members >/dev/null
found=$(find .build -type d -name symbolgraph -not -path '*/checkouts/*' | head -n 1)
[ -n "$found" ] || {
  printf 'build-docs: swift package dump-symbol-graph wrote no graph\n' >&2
  exit 1
}

mkdir -p "$output"
for manifest in Packages/*/Package.swift; do
  sed -nE 's/.*\.library\(name: "([^"]+)".*/\1/p' "$manifest"
done | sort | while read -r module; do
  mkdir -p "$graphs/$module"
  find "$found" \( -name "$module.symbols.json" -o -name "$module@*.symbols.json" \) -exec cp {} "$graphs/$module/" \;
  printf 'Documenting %s\n' "$module"
  "$docc" convert --additional-symbol-graph-dir "$graphs/$module" \
    --fallback-display-name "$module" --fallback-bundle-identifier "assay.$module" \
    --output-dir "$output/$module" >/dev/null
done
printf 'The documentation lies in %s\n' "$output"
