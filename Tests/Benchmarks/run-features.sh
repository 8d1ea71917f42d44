#!/usr/bin/env bash
# Runs the benchmarks of ten indicators over a million bars (W1) beside TA-Lib.
#
#   Tests/Benchmarks/run-features.sh
#
# Inputs come from a seeded generator, which needs Python with numpy, scipy and pyarrow; the peer needs the
# TA-Lib wheel. Before anything is timed, every value is compared with the peer's. What is missing is named
# and left out. Environment: as run.sh.
set -euo pipefail
. "$(dirname "$0")/prepare.sh" bench_w1_indicators.py limits.c
cp "$here/peers/indicators_reference.py" "$work/"
[ -f data/bars_1m.parquet ] || "$python" -c 'import gen_data; gen_data.bars()' >&2
dump_bars

"${build[@]}" --product FeaturesBenchmarks >&2
ours="$("${build[@]}" --show-bin-path)/FeaturesBenchmarks"

if "$python" -c 'import talib' 2>/dev/null || { [ "$python" = "$venv/bin/python" ] &&
  "$venv/bin/pip" install -q ta-lib==0.8.2 >&2; }; then
  [ -f data/raw/w1_zscore60_value.f64 ] || "$python" indicators_reference.py data/raw
  "$python" bench_w1_indicators.py --only talib --reps "$runs"
else
  say "left out: TA-Lib and the comparison with its values (the wheel ta-lib is not installed)"
fi
"$ours" data/raw "$runs"
