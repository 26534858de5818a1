# shellcheck shell=bash
# What the user sees: one line a step, with the time it took, and failures that say what to do.

if [ -t 1 ] && [ -z "${NO_COLOR:-}" ] && [ "${TERM:-dumb}" != dumb ]; then
  BOLD=$'\033[1m' GREEN=$'\033[32m' YELLOW=$'\033[33m' RED=$'\033[31m' FAINT=$'\033[2m' PLAIN=$'\033[0m'
else
  BOLD='' GREEN='' YELLOW='' RED='' FAINT='' PLAIN=''
fi

STEP_NAME=''
STEP_START=0

say() { printf '%s\n' "$*"; }
warn() { printf '%swarning:%s %s\n' "$YELLOW" "$PLAIN" "$*" >&2; }

# fail SENTENCE [WHAT TO DO]: ends the script. A running step is closed first.
fail() {
  [ -z "$STEP_NAME" ] || step_end "${RED}failed${PLAIN}"
  printf '%serror:%s %s\n' "$RED" "$PLAIN" "$1" >&2
  shift
  [ $# -eq 0 ] || printf '%s\n' "$@" | sed 's/^/       /' >&2
  exit 1
}

usage_error() {
  printf '%serror:%s %s; see ./mcp help\n' "$RED" "$PLAIN" "$1" >&2
  exit 2
}

# step NAME … step_end OUTCOME: `build ............ done (12 s)`. On a terminal the name shows at once.
step() {
  STEP_NAME=$1
  STEP_START=$SECONDS
  [ ! -t 1 ] || printf '  %-16s …' "$STEP_NAME"
}

step_end() {
  [ ! -t 1 ] || printf '\r\033[K'
  printf '  %-16s %s %s(%s s)%s\n' "$STEP_NAME" "$1" "$FAINT" "$((SECONDS - STEP_START))" "$PLAIN"
  STEP_NAME=''
}
