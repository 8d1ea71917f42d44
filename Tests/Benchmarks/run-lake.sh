#!/usr/bin/env bash
# Runs the benchmarks of Parquet scans (W7) and of the lake beside DuckDB in Python.
#
#   Tests/Benchmarks/run-lake.sh
#
# Inputs come from a seeded generator, which needs Python with numpy and pyarrow; the peer needs the
# duckdb module. What is missing is named and left out. Environment: as run.sh.
set -euo pipefail
. "$(dirname "$0")/prepare.sh" bench_w7_scan.py
[ -f data/daily_500.parquet ] || "$python" -c 'import gen_data; gen_data.daily()' >&2
# Two years back from the newest date of one symbol.
first_date="$("$python" - <<'PY'
import pyarrow.parquet as pq
dates = pq.read_table("data/daily_500.parquet", columns=["date"], filters=[("symbol", "=", "S250")])
print(dates["date"].to_pylist()[-504])
PY
)"

"${build[@]}" --product LakeBenchmarks >&2
ours="$("${build[@]}" --show-bin-path)/LakeBenchmarks"

if "$python" -c 'import duckdb' 2>/dev/null; then
  "$python" bench_w7_scan.py --only duckdb
else
  say "left out: DuckDB in Python (the duckdb module is not installed)"
fi
"$ours" "$work/data/daily_500.parquet" "$first_date" "$runs"
