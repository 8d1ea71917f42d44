#!/usr/bin/env bash
# Runs the studies of honesty: a small Temporal Fusion Transformer goes through whole trainings (folds,
# baselines, costs, gates) on made markets. Equal seeds give equal lines but for the seconds.
#
#   Tests/Benchmarks/run-studies.sh [noise|planted|all]
#
# noise: 40 markets in which nothing can be forecast; at most 5 % may pass. planted: markets with news that
# moves into the price bit by bit, whose holder with perfect knowledge would have a Sharpe ratio of about 2.5
# before costs; it should pass. Needs `make deps-torch`. Environment: as run.sh, JOBS (processes side
# by side, 2), NOISE_SEEDS (40), PLANTED_SEEDS (3).
set -euo pipefail
only="${1:-all}"
set --
. "$(dirname "$0")/prepare.sh"
torch="$root/.deps/lib/libassay_torch.so" boosting="$root/.deps/lib/lib_lightgbm.so"
if [ ! -f "$torch" ] || [ ! -f "$boosting" ]; then
  say "left out: the studies (run: make deps-torch)"
  exit 0
fi
"${build[@]}" --product GateStudy >&2
study="$("${build[@]}" --show-bin-path)/GateStudy"

# Runs a study over seeds, one line for each, and counts what passed: NAME SEEDS LIMIT
study_of() {
  local lines
  lines="$(mktemp)"
  seq 0 $(($2 - 1)) | xargs -P "${JOBS:-2}" -I{} "$study" "$1" "$torch" "$boosting" 1 {} |
    grep '"seed"' | tee "$lines"
  python3 - "$1" "$lines" <<'PY'
import json, sys
lines = [json.loads(line) for line in open(sys.argv[2])]
print(json.dumps({"study": sys.argv[1], "seeds": len(lines), "passed": sum(line["passes"] for line in lines),
                  "beat_all_baselines": sum(line["beats_baselines"] is not None and line["beats_baselines"] <= .05 for line in lines)}))
PY
  rm -f "$lines"
}

case "$only" in noise | all) study_of noise "${NOISE_SEEDS:-40}" ;; esac
case "$only" in planted | all) study_of planted "${PLANTED_SEEDS:-3}" ;; esac
