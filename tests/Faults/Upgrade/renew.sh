#!/usr/bin/env bash
# Makes the source of a commit the version that rolling upgrades are tested from: tests/Faults/Upgrade/renew.sh COMMIT
# To be done at each release, with the commit of the release before.
set -euo pipefail
[ $# -eq 1 ] || { sed -n '2,3p' "$0" | cut -c3- >&2; exit 2; }
cd "$(dirname "$0")/../../.."
git archive --format=tar "$1" -- Api Silo Grains Grains.Abstractions Directory.Build.props Directory.Packages.props BannedSymbols.txt global.json .editorconfig \
  | gzip -9n > tests/Faults/Upgrade/baseline.tar.gz
echo "tests/Faults/Upgrade/baseline.tar.gz is $(gunzip -c tests/Faults/Upgrade/baseline.tar.gz | git get-tar-commit-id)"
