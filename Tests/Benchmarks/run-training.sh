#!/usr/bin/env bash
# Runs the benchmarks of training (W10) beside Python torch and LightGBM, all on one thread: a step of the
# Temporal Fusion Transformer and of patch transformers, a fold of boosted trees, two workers against
# one, and peak memory. Ours and the peers take turns; the least times of all turns are compared.
#
#   Tests/Benchmarks/run-training.sh [step|patches|lightgbm|folds|memory|all]
#
# Needs `make deps-torch`. The peers need the Python packages torch 2.13.0 and lightgbm 4.7.0, which go
# into .deps/training-venv unless TRAINING_PYTHON names a Python that has them; without them they
# are left out. The larger patch transformers need a CUDA device and are left out without one. Environment:
# as run.sh, TURNS (3), STEPS (timed steps of a turn, 8).
set -euo pipefail
only="${1:-all}"
set --
. "$(dirname "$0")/prepare.sh"
turns="${TURNS:-3}" steps="${STEPS:-8}"
torch="$root/.deps/lib/libassay_torch.so" boosting="$root/.deps/lib/lib_lightgbm.so"
exchange="$work/training"
export REFERENCE_SCRIPTS="$root/Fixtures/reference/scripts" OMP_NUM_THREADS=1

if [ ! -f "$torch" ] || [ ! -f "$boosting" ]; then
  say "left out: training (run: make deps-torch)"
  exit 0
fi
peer="${TRAINING_PYTHON:-$root/.deps/training-venv/bin/python}"
has() { "$peer" -c "import $1" 2>/dev/null; }
if ! has torch && [ -z "${TRAINING_PYTHON:-}" ]; then
  say "installing torch, lightgbm and numpy into .deps/training-venv (200 MB)"
  python3 -m venv "$root/.deps/training-venv" || true
  "$root/.deps/training-venv/bin/pip" install -q numpy==2.4.6 lightgbm==4.7.0 scipy "torch==2.13.0+cpu" 2>/dev/null ||
    "$root/.deps/training-venv/bin/pip" install -q numpy==2.4.6 lightgbm==4.7.0 scipy torch==2.13.0 \
      --extra-index-url https://download.pytorch.org/whl/cpu || say "the peers cannot be installed (no network?)"
fi
"${build[@]}" --product TrainingBenchmarks >&2
ours="$("${build[@]}" --show-bin-path)/TrainingBenchmarks"
lines="$(mktemp)"
trap 'rm -f "$lines"' EXIT

# Takes turns at steps of one network and compares: NETWORK DROPOUT DEVICE PRECISION AGREE FORM...
steps_of() {
  local network=$1 dropout=$2 device=$3 precision=$4 agree=$5 form
  shift 5
  : > "$lines"
  for _ in $(seq "$turns"); do
    "$ours" step "$torch" "$exchange" "$network" "$dropout" 3 "$steps" "$device" "$precision" | tee -a "$lines"
    if has torch; then
      for form in "$@"; do
        "$peer" "$here/peers/training.py" "$exchange" "$form" 3 "$steps" "$dropout" "$device" "$precision" | tee -a "$lines"
      done
    fi
  done
  if has torch; then
    "$peer" "$here/peers/training_summary.py" "$lines" "$agree"
  else
    say "left out: Python torch (it is not installed)"
  fi
}

# The share of time in which a CUDA device was busy while a command ran, by nvidia-smi.
watched() {
  local log
  log="$(mktemp)"
  nvidia-smi --query-gpu=utilization.gpu,memory.used --format=csv,noheader,nounits -lms 200 > "$log" &
  local watcher=$!
  "$@"
  kill "$watcher" 2>/dev/null || true
  awk -F', ' -v run="$2 $4" '$1 > 0 { n++; busy += $1 } $2 > most { most = $2 }
    END { printf "{\"workload\": \"W10.device\", \"run\": \"%s\", \"mean_utilisation\": %.1f, \"peak_memory_mib\": %d}\n", run, n ? busy / n : 0, most }' "$log"
  rm -f "$log"
}

case "$only" in step | all)
  steps_of tft-1M 0 cpu f32 1e-5 written batched
  steps_of tft-1M 0.1 cpu f32 none written batched
  ;;
esac
case "$only" in patches | all)
  steps_of patch-2M 0 cpu f32 1e-4 written
  if command -v nvidia-smi >/dev/null && nvidia-smi -L 2>/dev/null | grep -q GPU; then
    for network in patch-20M patch-200M; do
      watched steps_of "$network" 0 cuda:0 f32 1e-2 written
      watched steps_of "$network" 0 cuda:0 bf16 1e-1 written
    done
  else
    say "left out: patch-20M and patch-200M (this machine has no CUDA device)"
  fi
  ;;
esac
case "$only" in lightgbm | all)
  : > "$lines"
  for _ in $(seq "$turns"); do
    "$ours" boosting "$boosting" "$exchange" "$steps" | tee -a "$lines"
    if has lightgbm; then
      "$peer" "$here/peers/boosting.py" "$exchange" "$steps" | tee -a "$lines"
    else
      say "left out: LightGBM for Python (it is not installed)"
    fi
  done
  if has lightgbm; then "$peer" "$here/peers/training_summary.py" "$lines" none; fi
  ;;
esac
case "$only" in folds | all) "$ours" folds "$torch" ;; esac
case "$only" in memory | all)
  for size in "20000 512 1" "20000 512 2" "20000 1024 1" "200000 512 1" "400000 512 1"; do
    # shellcheck disable=SC2086
    "$ours" memory "$torch" $size
  done
  ;;
esac
