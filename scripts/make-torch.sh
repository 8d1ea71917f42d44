#!/usr/bin/env bash
# Puts libtorch and its table of C functions at .deps/torch and .deps/lib/libassay_torch.so.
#
# Usage: scripts/make-torch.sh [PREFIX]     PREFIX is .deps beside this folder unless given.
#
# libtorch comes from the pinned CPU wheel: the one that pip finds under that name, or else the one
# on pytorch.org's index. TORCH_ROOT names an unpacked torch folder (of a CUDA build, say) to be used
# in its place. The table is compiled here against the library's own headers, so that another
# libtorch swaps in without building Swift again. A second run changes nothing.
set -euo pipefail

VERSION=2.13.0
WHEEL_SHA=6746dbcbeb526eb61330b76b41ff1b4eb848951103a892eeb080dfa2b264667b
WHEEL_INDEX=https://download.pytorch.org/whl/cpu

say() { printf 'torch: %s\n' "$*"; }
fail() { printf 'torch: error: %s\n' "$*" >&2; exit 1; }

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
prefix=${1:-$root/.deps}
mkdir -p "$prefix/lib" "$prefix/downloads"
prefix=$(cd "$prefix" && pwd)
sources=$root/Packages/Research/Sources/CTorch
library=$prefix/lib/libassay_torch.so
stamp=$prefix/lib/libassay_torch.stamp

[ "$(uname -s)" = Linux ] || fail "only Linux is prepared for so far"
[ "$(uname -m)" = x86_64 ] || [ -n "${TORCH_ROOT:-}" ] ||
  fail "no wheel is pinned for $(uname -m); name the folder 'torch' of an installed package in TORCH_ROOT"
command -v python3 > /dev/null || fail "python3 is needed to fetch the library"

recipe=$(cat "${BASH_SOURCE[0]}" "$sources/include/CTorch.h" "$sources"/shim/* | cksum | tr -d ' ')
recipe="$recipe ${TORCH_ROOT:-wheel}"
if [ -e "$library" ] && [ "$(cat "$stamp" 2> /dev/null)" = "$recipe" ]; then
  say "$library is up to date"
  exit 0
fi

if ! command -v g++ > /dev/null; then
  sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo > /dev/null || fail "g++ is missing; install it as root: apt-get install g++"
    sudo=(sudo)
  fi
  command -v apt-get > /dev/null || fail "g++ is needed to compile the table of functions"
  say "installing g++"
  "${sudo[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends g++
fi

work=$(mktemp -d "$prefix/torch.new.XXXXXX")
trap 'rm -rf "$work"' EXIT

# Fetches the wheel into a folder of its own and prints its path.
fetch_wheel() {
  local wheels=$prefix/downloads/torch-$VERSION found
  mkdir -p "$wheels"
  found=$(find "$wheels" -name "torch-$VERSION*.whl" | head -n 1)
  if [ -z "$found" ]; then
    say "downloading torch $VERSION for the CPU (190 MB)" >&2
    python3 -m pip download --quiet --no-deps --only-binary=:all: --python-version 3.11 \
      --implementation cp --platform "manylinux_2_28_$(uname -m)" -d "$work" "torch==$VERSION+cpu" > "$work/log" 2>&1 ||
      python3 -m pip download --quiet --no-deps --only-binary=:all: --python-version 3.11 \
        --implementation cp --platform "manylinux_2_28_$(uname -m)" -d "$work" --index-url "$WHEEL_INDEX" "torch==$VERSION+cpu" \
        >> "$work/log" 2>&1 || { cat "$work/log" >&2; fail "torch $VERSION cannot be downloaded"; }
    printf '%s  %s\n' "$WHEEL_SHA" "$(echo "$work"/torch-*.whl)" | sha256sum --check --quiet >&2 ||
      fail "the wheel is not the pinned one"
    mv "$work"/torch-*.whl "$wheels/"
    found=$(find "$wheels" -name "torch-$VERSION*.whl" | head -n 1)
  fi
  printf '%s\n' "$found"
}

if [ -n "${TORCH_ROOT:-}" ]; then
  torch=$(cd "$TORCH_ROOT" && pwd)
  [ -e "$torch/include/ATen/ATen.h" ] || fail "$torch has no include/ATen/ATen.h; name the folder 'torch' of an installed package"
else
  torch=$prefix/torch/$VERSION
  if [ ! -e "$torch/complete" ]; then
    wheel=$(fetch_wheel)
    say "unpacking $(basename "$wheel")"
    # Only what is compiled against and loaded: a third of the wheel is Python.
    python3 - "$wheel" "$work/torch" <<'PY'
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    for name in wheel.namelist():
        if name.startswith(("torch/include/", "torch/lib/lib")) and "libtorch_python" not in name:
            wheel.extract(name, sys.argv[2])
PY
    touch "$work/torch/torch/complete"
    mkdir -p "$prefix/torch"
    rm -rf "$torch"
    mv "$work/torch/torch" "$torch"
  fi
fi

say "compiling the table of functions (about 40 s)"
libraries=(-ltorch_cpu -lc10)
[ -e "$torch/lib/libtorch_cuda.so" ] && libraries=(-Wl,--no-as-needed -ltorch_cuda -lc10_cuda "${libraries[@]}")
flags=(-std=c++20 -fPIC -fvisibility=hidden)
# The loops over plain arrays use AVX2 where the processor has it, which they ask at run time.
wide=()
[ "$(uname -m)" = x86_64 ] && wide=(-mavx2 -mfma)
g++ "${flags[@]}" -O3 "${wide[@]}" -fopenmp-simd -fno-math-errno -fno-trapping-math \
  -c "$sources/shim/selection_kernels.cpp" -o "$work/selection_kernels.o"
g++ "${flags[@]}" -O2 -shared -isystem "$torch/include" "$sources"/shim/{torch_shim,selection,block_cache}.cpp \
  "$work/selection_kernels.o" -o "$work/libassay_torch.so" -L"$torch/lib" "${libraries[@]}" "-Wl,-rpath,$torch/lib"
python3 - "$work/libassay_torch.so" <<'PY' || fail "the library cannot be loaded"
import ctypes, sys
table = ctypes.CDLL(sys.argv[1]).assay_torch_table
table.restype = ctypes.c_void_p
assert table(3), "the table has another version"
PY
mv -f "$work/libassay_torch.so" "$library"
printf '%s\n' "$recipe" > "$stamp"
say "$library (libtorch in $torch)"
