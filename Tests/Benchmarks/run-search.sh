#!/usr/bin/env bash
# Runs the benchmark of searches (W8) beside Optuna: time of 1,000 trials, the median over seeds of
# the best value after 100, 200 and 500 trials on three functions, and kept studies: trials appended
# durably and the opening of 50,000 of them (Optuna's storages with 300).
#
#   Tests/Benchmarks/run-search.sh
#
# The peer takes minutes and needs optuna and cmaes; without them it is left out. Environment: as
# run.sh, SEEDS (seeds of a median, 20).
set -euo pipefail
. "$(dirname "$0")/prepare.sh" bench_w8_hpo.py

"${build[@]}" --product SearchBenchmarks >&2
"${build[@]}" --product StudyBenchmarks >&2
ours="$("${build[@]}" --show-bin-path)"
if "$python" -c 'import optuna, cmaes' 2>/dev/null; then
  "$python" bench_w8_hpo.py --only time
  "$python" bench_w8_hpo.py --only quality
  "$python" "$here/peers/study_storage.py" 300
else
  say "left out: Optuna (optuna or cmaes is not installed)"
fi
"$ours/SearchBenchmarks" all "$runs" "${SEEDS:-20}"
"$ours/StudyBenchmarks" "$runs"
