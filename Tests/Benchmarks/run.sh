#!/usr/bin/env bash
# Runs the benchmarks beside their peers and prints one JSON object per measurement.
#
#   Tests/Benchmarks/run.sh [W1|W2|W3|W4|W5|W6|W7|W8|W9|W10]
#
# Inputs come from seeded generators, which need Python with numpy, scipy and pyarrow; the peers need
# numba and a C compiler. What is missing is named and left out. Environment: ARCH_FLAGS (flags for
# swift build), RUNS (timed runs, 9), PYTHON, BENCH_SOURCES (folder with gen_data.py and limits.c).
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
only="${1:-all}"
case "$only" in
W1) exec "$here/run-features.sh" ;;
W4) exec "$here/run-ticks.sh" ;;
W5 | W6) exec "$here/run-metrics.sh" "$only" ;;
W7) exec "$here/run-lake.sh" ;;
W8) exec "$here/run-search.sh" ;;
W9) exec "$here/run-regime.sh" ;;
W10) exec "$here/run-training.sh" ;;
all)
  "$here/run-features.sh"
  "$here/run-ticks.sh"
  "$here/run-metrics.sh" all
  "$here/run-lake.sh"
  "$here/run-search.sh"
  "$here/run-regime.sh"
  "$here/run-training.sh"
  ;;
W2 | W3) ;;
*)
  echo "bench: expected W1, W2, W3, W4, W5, W6, W7, W8, W9 or W10, found '$only'" >&2
  exit 2
  ;;
esac
. "$(dirname "$0")/prepare.sh" bench_w2_backtest.py bench_w3_sweep.py limits.c
cp "$here/peers/engine_limits.c" "$work/"
[ -f data/bars_1m.parquet ] || "$python" -c 'import gen_data; gen_data.bars()' >&2
dump_bars

"${build[@]}" --product EngineBenchmarks >&2
ours="$("${build[@]}" --show-bin-path)/EngineBenchmarks"

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
