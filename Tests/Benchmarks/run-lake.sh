#!/usr/bin/env bash
# Runs the benchmarks of Parquet scans (W7) and of the lake beside DuckDB in Python.
#
#   Tests/Benchmarks/run-lake.sh
#
# Inputs come from a seeded generator, which needs Python with numpy and pyarrow; the peer needs the
# duckdb module. What is missing is named and left out. Environment: as run.sh.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
runs="${RUNS:-9}"
arch_flags="${ARCH_FLAGS--Xcc -march=x86-64-v3}"
[ "$(uname -m)" = x86_64 ] || arch_flags="${ARCH_FLAGS-}"
sources="${BENCH_SOURCES:-$root/../shared/bench}"
work="$root/.deps/bench"
venv="$root/.deps/bench-venv"

say() { echo "bench: $*" >&2; }

if [ ! -f "$sources/gen_data.py" ]; then
  say "missing: the input generators (gen_data.py); set BENCH_SOURCES to their folder"
  exit 1
fi
mkdir -p "$work"
cp "$sources"/{gen_data,common,bench_w7_scan}.py "$work/"

python="${PYTHON:-$venv/bin/python}"
if ! "$python" -c 'import numpy, pyarrow' 2>/dev/null; then
  say "installing numpy, scipy, pyarrow, pandas, numba and duckdb into .deps/bench-venv"
  python3 -m venv "$venv" && "$venv/bin/pip" install -q numpy scipy pyarrow pandas numba duckdb || {
    say "missing: Python with numpy and pyarrow (no network?)"
    exit 1
  }
  python="$venv/bin/python"
fi
cd "$work"
[ -f data/daily_500.parquet ] || "$python" -c 'import gen_data; gen_data.daily()' >&2
# Two years back from the newest date of one symbol.
first_date="$("$python" - <<'PY'
import pyarrow.parquet as pq
dates = pq.read_table("data/daily_500.parquet", columns=["date"], filters=[("symbol", "=", "S250")])
print(dates["date"].to_pylist()[-504])
PY
)"

build=(swift build -c release --package-path "$here" --scratch-path "$root/.build-bench")
# shellcheck disable=SC2086
"${build[@]}" $arch_flags --product LakeBenchmarks >&2
# shellcheck disable=SC2086
ours="$("${build[@]}" $arch_flags --show-bin-path)/LakeBenchmarks"

if "$python" -c 'import duckdb' 2>/dev/null; then
  "$python" bench_w7_scan.py --only duckdb
else
  say "left out: DuckDB in Python (the duckdb module is not installed)"
fi
"$ours" "$work/data/daily_500.parquet" "$first_date" "$runs"
