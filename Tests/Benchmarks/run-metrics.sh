#!/usr/bin/env bash
# Runs the benchmarks of resampling (W5) and of figures of many strategies (W6) beside numba.
#
#   Tests/Benchmarks/run-metrics.sh [W5|W6]
#
# Inputs come from a seeded generator, which needs Python with numpy; the peer needs numba. What is
# missing is named and left out. Environment: as run.sh.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
root="$(cd "$here/../.." && pwd)"
only="${1:-all}"
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
cp "$sources"/{gen_data,common,bench_w5_bootstrap,bench_w6_metrics}.py "$work/"

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
mkdir -p data/raw
[ -f data/rets_10000.npy ] || "$python" -c 'import gen_data; gen_data.rets()' >&2
if [ ! -f data/raw/rets_10000.f64 ]; then
  "$python" - <<'PY'
import numpy
for name in ("bench_2520", "rets_10000"):
    numpy.load(f"data/{name}.npy").tofile(f"data/raw/{name}.f64")
PY
fi

build=(swift build -c release --package-path "$here" --scratch-path "$root/.build-bench")
# shellcheck disable=SC2086
"${build[@]}" $arch_flags --product MetricsBenchmarks >&2
# shellcheck disable=SC2086
ours="$("${build[@]}" $arch_flags --show-bin-path)/MetricsBenchmarks"

if "$python" -c 'import numba' 2>/dev/null; then
  case "$only" in W5 | all) "$python" bench_w5_bootstrap.py --only numba ;; esac
  case "$only" in W6 | all) "$python" bench_w6_metrics.py --only numba ;; esac
else
  say "left out: the numba loops (numba is not installed)"
fi
"$ours" data/raw "$only" "$runs"
