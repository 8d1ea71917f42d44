#!/usr/bin/env bash
# Runs the benchmarks beside their peers and prints one JSON object per measurement.
#
#   Tests/Benchmarks/run.sh [W2|W3|W5|W6|W7]
#
# Inputs come from seeded generators, which need Python with numpy, scipy and pyarrow; the peers need
# numba and a C compiler. What is missing is named and left out. Environment: ARCH_FLAGS (flags for
# swift build), RUNS (timed runs, 9), PYTHON, BENCH_SOURCES (folder with gen_data.py and limits.c).
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
only="${1:-all}"
case "$only" in
W5 | W6) exec "$here/run-metrics.sh" "$only" ;;
W7) exec "$here/run-lake.sh" ;;
all)
  "$here/run-metrics.sh" all
  "$here/run-lake.sh"
  ;;
esac
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
cp "$sources"/{gen_data,common,bench_w2_backtest,bench_w3_sweep}.py "$sources/limits.c" "$work/"
cp "$here/peers/engine_limits.c" "$work/"

python="${PYTHON:-$venv/bin/python}"
if ! "$python" -c 'import numpy, scipy, pyarrow' 2>/dev/null; then
  say "installing numpy, scipy, pyarrow, pandas, numba and duckdb into .deps/bench-venv"
  python3 -m venv "$venv" && "$venv/bin/pip" install -q numpy scipy pyarrow pandas numba duckdb || {
    say "missing: Python with numpy, scipy and pyarrow (no network?)"
    exit 1
  }
  python="$venv/bin/python"
fi
cd "$work"
[ -f data/bars_1m.parquet ] || "$python" -c 'import gen_data; gen_data.bars()' >&2
if [ ! -f data/raw/close.f64 ]; then
  mkdir -p data/raw
  "$python" - <<'PY'
import pyarrow.parquet as pq
table = pq.read_table("data/bars_1m.parquet")
for name in ("open", "high", "low", "close", "volume"):
    table[name].to_numpy().tofile(f"data/raw/{name}.f64")
PY
fi

build=(swift build -c release --package-path "$here" --scratch-path "$root/.build-bench")
# shellcheck disable=SC2086
"${build[@]}" $arch_flags --product EngineBenchmarks >&2
# shellcheck disable=SC2086
ours="$("${build[@]}" $arch_flags --show-bin-path)/EngineBenchmarks"

if command -v gcc >/dev/null && grep -q avx512f /proc/cpuinfo 2>/dev/null; then
  [ limits -nt engine_limits.c ] || gcc -O3 -march=native -ffp-contract=fast -fno-math-errno \
    -fno-trapping-math -fno-signed-zeros -ffinite-math-only engine_limits.c -o limits -lm
  ./limits "$only"
else
  say "left out: the C kernels (they need gcc and AVX-512)"
fi
if "$python" -c 'import numba' 2>/dev/null; then
  case "$only" in W2 | all) "$python" bench_w2_backtest.py --only numba ;; esac
  case "$only" in W3 | all) "$python" bench_w3_sweep.py --only numba ;; esac
else
  say "left out: the numba loops (numba is not installed)"
fi
"$ours" data/raw "$only" "$runs"
