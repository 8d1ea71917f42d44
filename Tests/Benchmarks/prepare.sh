# Sourced by the run scripts: where things lie, the Python environment, and how our benchmarks are built.
# Sets here, root, runs, work, python and build, defines say and dump_bars; copies the files named as arguments into $work and enters it.
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
runs="${RUNS:-9}"
arch_flags="${ARCH_FLAGS--Xcc -march=x86-64-v3 -Xcc -fno-math-errno}"
[ "$(uname -m)" = x86_64 ] || arch_flags="${ARCH_FLAGS-}"
sources="${BENCH_SOURCES:-$root/../shared/bench}"
work="$root/.deps/bench"
venv="$root/.deps/bench-venv"

say() { echo "bench: $*" >&2; }

if [ ! -f "$sources/gen_data.py" ]; then
  say "missing: the input generators (gen_data.py); set BENCH_SOURCES to their folder"
  exit 1
fi
mkdir -p "$work/data/raw"
for file in gen_data.py common.py "$@"; do cp "$sources/$file" "$work/"; done

python="${PYTHON:-$venv/bin/python}"
if ! "$python" -c 'import numpy, scipy, pyarrow' 2>/dev/null; then
  say "installing numpy, scipy, pyarrow, pandas, numba and duckdb into .deps/bench-venv"
  python3 -m venv "$venv" && "$venv/bin/pip" install -q numpy scipy pyarrow pandas numba duckdb || {
    say "missing: Python with numpy, scipy and pyarrow (no network?)"
    exit 1
  }
  python="$venv/bin/python"
fi

# Writes the columns of the million bars as raw doubles, where they are not yet.
dump_bars() {
  [ -f data/raw/close.f64 ] || "$python" - <<'PY'
import pyarrow.parquet as pq
table = pq.read_table("data/bars_1m.parquet")
for name in ("open", "high", "low", "close", "volume"):
    table[name].to_numpy().tofile(f"data/raw/{name}.f64")
PY
}

# shellcheck disable=SC2206
build=(swift build -c release --package-path "$here" --scratch-path "$root/.build-bench" $arch_flags)
cd "$work"
