#!/usr/bin/env bash
# Runs the benchmark of hidden Markov models (W9) beside hmmlearn.
#
#   Tests/Benchmarks/run-regime.sh
#
# Rows and initial parameters come from Python with numpy and hmmlearn, so that both sides climb from
# one start. Without hmmlearn the benchmark is left out. Environment: as run.sh.
set -euo pipefail
. "$(dirname "$0")/prepare.sh"
cp "$here/peers/hmm.py" "$work/"
if ! "$python" -c 'import hmmlearn' 2>/dev/null; then
  say "installing hmmlearn into .deps/bench-venv"
  [ -x "$venv/bin/pip" ] && "$venv/bin/pip" install -q hmmlearn && python="$venv/bin/python" || {
    say "left out: W9 (its start comes from hmmlearn, which is not installed)"
    exit 0
  }
fi

"${build[@]}" --product RegimeBenchmarks >&2
ours="$("${build[@]}" --show-bin-path)/RegimeBenchmarks"
"$python" hmm.py
"$ours" data/raw "$runs"
