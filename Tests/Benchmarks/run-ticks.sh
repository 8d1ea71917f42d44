#!/usr/bin/env bash
# Runs the benchmark of the tick engine (W4) beside a C kernel, numba and hftbacktest's full simulator: order-flow
# imbalance over five million quotes.
#
#   Tests/Benchmarks/run-ticks.sh
#
# The simulator is optional: pip install hftbacktest into .deps/bench-venv. Environment: as run.sh.
set -euo pipefail
. "$(dirname "$0")/prepare.sh" bench_w4_tick.py bench_w4_hft.py limits.c
cp "$here/peers/tick_limits.c" "$work/"
[ -f data/l1_quotes.parquet ] || "$python" -c 'import gen_data; gen_data.ticks()' >&2
[ -f data/raw/ts_ns.i64 ] || "$python" - <<'PY'
import pyarrow.parquet as pq
table = pq.read_table("data/l1_quotes.parquet")
for name in ("bid", "bid_size", "ask", "ask_size"):
    table[name].to_numpy().tofile(f"data/raw/{name}.f64")
table["ts_ns"].to_numpy().astype("int64").tofile("data/raw/ts_ns.i64")
PY

"${build[@]}" --product TickBenchmarks >&2
ours="$("${build[@]}" --show-bin-path)/TickBenchmarks"

if command -v gcc >/dev/null && grep -q avx512f /proc/cpuinfo 2>/dev/null; then
  [ tick_limits -nt tick_limits.c ] || gcc -O3 -march=native -ffp-contract=fast -fno-math-errno \
    -fno-trapping-math -fno-signed-zeros -ffinite-math-only tick_limits.c -o tick_limits -lm
  ./tick_limits
else
  say "left out: the C kernel (it needs gcc and AVX-512)"
fi
if "$python" -c 'import numba' 2>/dev/null; then
  "$python" bench_w4_tick.py --only numba
else
  say "left out: the numba loop (numba is not installed)"
fi
if "$python" -c 'import hftbacktest' 2>/dev/null; then
  "$python" bench_w4_hft.py 5000000
else
  say "left out: hftbacktest (it is not installed)"
fi
"$ours" data/raw "$runs"
