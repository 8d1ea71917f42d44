#!/usr/bin/env bash
# Installs what a build needs and the machine lacks, and says what it installs.
# Debian and Ubuntu: apt-get (with sudo when not root). macOS: Homebrew. Silent when nothing is missing.
set -euo pipefail

minimum_swift=6.2

fail() {
  printf 'install-deps: %s\n' "$1" >&2
  exit 1
}

check_swift() {
  command -v swift >/dev/null || fail "swift was not found; install Swift $minimum_swift or later from https://www.swift.org/install"
  local found
  found=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
  [ -n "$found" ] || fail "cannot read the version that 'swift --version' prints"
  [ "$(printf '%s\n%s\n' "$minimum_swift" "$found" | sort -V | head -n 1)" = "$minimum_swift" ] ||
    fail "expected Swift $minimum_swift or later, found $found"
}

install_debian() {
  local missing=() package
  have() { dpkg-query -W -f='${Status}' "$1" 2>/dev/null | grep -q 'install ok installed'; }
  [ -e /usr/include/sqlite3.h ] || missing+=(libsqlite3-dev)
  [ -e /usr/include/zlib.h ] || have zlib1g || missing+=(zlib1g)
  command -v cc >/dev/null || missing+=(gcc libc6-dev)
  command -v readelf >/dev/null || missing+=(binutils)
  command -v python3 >/dev/null || missing+=(python3)
  { python3 -m pip --version >/dev/null 2>&1; } || missing+=(python3-pip)
  [ ${#missing[@]} -eq 0 ] && return
  local sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || fail "missing packages: ${missing[*]}; install them as root: apt-get install ${missing[*]}"
    sudo=(sudo)
  fi
  printf 'Installing system packages: %s\n' "${missing[*]}"
  "${sudo[@]}" apt-get update -qq
  DEBIAN_FRONTEND=noninteractive "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}"
}

install_macos() {
  command -v brew >/dev/null || fail "Homebrew was not found; install it from https://brew.sh"
  if ! brew list --versions duckdb >/dev/null 2>&1; then
    printf 'Installing with Homebrew: duckdb\n'
    brew install duckdb
  fi
}

check_swift
case "$(uname -s)" in
  Linux)
    command -v apt-get >/dev/null || fail "only Debian and Ubuntu are installed for; elsewhere provide sqlite3.h, libz, cc, readelf, python3 and pip"
    install_debian
    ;;
  Darwin) install_macos ;;
  *) fail "unsupported system: $(uname -s)" ;;
esac
