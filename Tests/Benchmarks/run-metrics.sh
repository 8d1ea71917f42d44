#!/usr/bin/env bash
# Runs the benchmarks of resampling (W5) and of figures of many strategies (W6) beside numba.
#
#   Tests/Benchmarks/run-metrics.sh [W5|W6]
#
# Inputs come from a seeded generator, which needs Python with numpy; the peer needs numba. What is
# missing is named and left out. Environment: as run.sh.
set -euo pipefail
only="${1:-all}"
. "$(dirname "$0")/prepare.sh" bench_w5_bootstrap.py bench_w6_metrics.py
[ -f data/rets_10000.npy ] || "$python" -c 'import gen_data; gen_data.rets()' >&2
if [ ! -f data/raw/rets_10000.f64 ]; then
  "$python" - <<'PY'
import numpy
for name in ("bench_2520", "rets_10000"):
    numpy.load(f"data/{name}.npy").tofile(f"data/raw/{name}.f64")
PY
fi

"${build[@]}" --product MetricsBenchmarks >&2
ours="$("${build[@]}" --show-bin-path)/MetricsBenchmarks"

if "$python" -c 'import numba' 2>/dev/null; then
  case "$only" in W5 | all) "$python" bench_w5_bootstrap.py --only numba ;; esac
  case "$only" in W6 | all) "$python" bench_w6_metrics.py --only numba ;; esac
else
  say "left out: the numba loops (numba is not installed)"
fi
"$ours" data/raw "$only" "$runs"
