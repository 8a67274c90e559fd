#!/usr/bin/env bash
# Installs the peers that the benchmarks run beside: Redis (apt) and socket.io (npm, into artifacts/bench).
set -euo pipefail
cd "$(dirname "$0")/.."
command -v redis-server >/dev/null || { apt-get update -qq && apt-get install -y -qq redis-server; }
command -v node >/dev/null || { apt-get update -qq && apt-get install -y -qq nodejs npm; }
mkdir -p artifacts/bench
[ -d artifacts/bench/node_modules/socket.io ] || npm install --silent --no-fund --no-audit --prefix artifacts/bench socket.io@4.8.4
