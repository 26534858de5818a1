# shellcheck shell=bash
# test, bench, format.

# What integration tests start for themselves. Where one is missing its tests are skipped, and say so.
TEST_SERVERS="nginx:nginx redis-server:redis-server etcd:etcd-server git:git"

# module_dir NAME: accepts registry, services/registry, shared/store …
module_dir() {
  local dir
  for dir in "$1" "services/$1" "shared/$1" "infra/$1" "infra/examples/$1"; do
    if [ -f "$dir/pom.xml" ]; then
      say "$dir"
      return 0
    fi
  done
  usage_error "there is no module '$1'"
}

command_test() {
  local missing began=$SECONDS module='' arguments=() log=$LOGS/test.log status=0
  if [ $# -gt 0 ]; then
    module=$(module_dir "$1")
    arguments=(-pl "$module" -am)
  fi
  mkdir -p "$LOGS"
  chmod 700 "$RUN"
  need_tools
  # shellcheck disable=SC2086 # several words are meant
  missing=$(want_servers $TEST_SERVERS)
  [ -z "$missing" ] || warn "not installed: $missing; tests that need them are skipped and say so"
  # --fail-at-end: one broken module does not hide what the others have to say.
  "$MVN" -B -ntp --fail-at-end ${arguments[@]+"${arguments[@]}"} verify 2>&1 | tee "$log" || status=$?
  summary "$log" "$began" $status
  return $status
}

summary() {
  local totals
  # Surefire closes each module with a line that names no class.
  totals=$(sed -n 's/.*Tests run: \([0-9]*\), Failures: \([0-9]*\), Errors: \([0-9]*\), Skipped: \([0-9]*\) *$/\1 \2 \3 \4/p' "$1" |
    awk '{r += $1; f += $2; e += $3; s += $4} END {printf "%d tests, %d failures, %d errors, %d skipped", r, f, e, s}')
  say ""
  if [ "$3" = 0 ]; then
    say "${GREEN}passed${PLAIN}: $totals in $((SECONDS - $2)) s"
  else
    say "${RED}failed${PLAIN}: $totals in $((SECONDS - $2)) s; the log is ${1#"$ROOT"/}"
  fi
}

command_bench() {
  local name=${1:-}
  [ -n "$name" ] || usage_error "bench needs a name, for example: ./mcp bench registry [--full]"
  need_tools
  want_servers etcd:etcd-server nginx:nginx >/dev/null
  mkdir -p "$LOGS"
  step build
  # The registry apart, and only where its sources changed: a jar made anew would make a native binary look outdated.
  build
  "$MVN" -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -Dquarkus.build.skip=true -pl infra/benchmarks,infra/benchmarks/narayana -am package \
    >"$LOGS/bench-build.log" 2>&1 || fail "the build failed" "its log: ./mcp logs bench-build"
  step_end "done"
  [ -x "infra/benchmarks/run" ] || fail "infra/benchmarks/run is missing"
  shift
  JAVA=$JAVA exec infra/benchmarks/run "$name" "$@"
}

command_format() {
  need_tools
  "$MVN" -B -ntp -q spotless:apply
  say "formatted"
}
