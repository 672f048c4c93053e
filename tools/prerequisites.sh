#!/usr/bin/env bash
# Says what set-up needs and this machine lacks; everything else is installed by set-up itself.
set -u

missing=()

need() { # command, what to say when it is absent
  command -v "$1" > /dev/null 2>&1 || missing+=("$2")
}

need node "Node.js 20.11 or later (https://nodejs.org)"
need npm "npm (comes with Node.js)"
if [ -n "${CXX:-}" ]; then
  need "$CXX" "the C++ compiler named in CXX ($CXX)"
else
  need g++ "g++ 10 or later (apt-get install g++)"
fi
need python3 "Python 3.10 or later with pip or venv (apt-get install python3 python3-venv)"

if command -v node > /dev/null 2>&1; then
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number);
           process.exit(major > 20 || (major === 20 && minor >= 11) ? 0 : 1)' ||
    missing+=("Node.js 20.11 or later; this is $(node --version)")
fi

if [ "${#missing[@]}" -gt 0 ]; then
  echo "Set-up cannot start. Missing:" >&2
  printf '  - %s\n' "${missing[@]}" >&2
  exit 1
fi
