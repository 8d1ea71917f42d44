#!/usr/bin/env bash
# Builds research-loop for any x86-64 and for its third level, runs one cycle with each, and compares every byte.
set -euo pipefail
cd "$(dirname "$0")/.."

case "$(uname -m)" in
  x86_64 | amd64) ;;
  *)
    printf 'compare-builds: skipped, there is one kind of build on %s\n' "$(uname -m)"
    exit 0
    ;;
esac

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

cycle() {
  local name=$1 program=$2
  "$program" data synth --lake "$folder/$name/lake" --seed 7 --symbols SPY,QQQ,TLT,GLD --days 1500 --interval 1d >/dev/null
  (cd "$folder/$name" && "$program" run --config "$OLDPWD/configs/demo.yaml" --set pack.lake="$folder/lake" --once \
    --output "$folder/$name/out" --now 2026-01-01T00:00:00Z >/dev/null)
}

swift build -c release --scratch-path .build-baseline --product research-loop
swift build -c release -Xcc -march=x86-64-v3 -Xcc -fno-math-errno --product research-loop

for name in baseline v3; do
  mkdir -p "$folder/$name"
  program=$PWD/.build/release/research-loop
  [ "$name" = baseline ] && program=$PWD/.build-baseline/release/research-loop
  # One name for the lake: its path stands in the saved configuration.
  ln -sfn "$folder/$name/lake" "$folder/lake"
  ASSAY_LIBDUCKDB=$PWD/.deps/lib/libduckdb.so cycle "$name" "$program"
done

diff -r "$folder/baseline/out" "$folder/v3/out"
diff -r <(cd "$folder/baseline/lake/tables" && find . -type f | sort) <(cd "$folder/v3/lake/tables" && find . -type f | sort)
printf 'compare-builds: %s files are the same bytes\n' "$(find "$folder/v3/out" -type f | wc -l)"
