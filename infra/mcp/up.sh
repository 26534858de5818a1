# shellcheck shell=bash
# up, down, status, logs.

command_up() {
  local cells='' examples=1 began=$SECONDS running started n
  while [ $# -gt 0 ]; do
    case $1 in
      --cells)
        case ${2:-} in
          [1-9]) cells=$2 ;;
          *) usage_error "--cells takes a number from 1 to $CELLS_MAX" ;;
        esac
        shift
        ;;
      --cells=[1-9]) cells=${1#--cells=} ;;
      --no-examples) examples='' ;;
      *) usage_error "up does not know '$1'" ;;
    esac
    shift
  done
  running=$(running_cells | tail -n 1)
  started=$(started_cells | tail -n 1)
  cells=${cells:-${started:-1}}
  if [ "${running:-0}" -gt "$cells" ]; then
    fail "cells up to cell$running run here, more than the $cells asked for" \
      "./mcp up --cells $running keeps them; or stop all first: ./mcp down"
  fi
  trap 'say ""; fail "interrupted" "what was started goes on running: ./mcp status; ./mcp down stops it"' INT
  for ((n = 1; n <= cells; n++)); do
    alive "cell$n" || need_cell_ports "$n"
    alive "identity$n" || need_identity_ports "$n"
    alive "saga$n" || need_saga_ports "$n"
  done
  mkdir -p "$RUN" "$LOGS" "$PIDS"
  # Dead ones beyond the number asked for are not wanted back by the next `up`.
  for ((n = cells + 1; n <= CELLS_MAX; n++)); do
    rm -f "$PIDS/cell$n"
    halt "identity$n" || true
    halt "saga$n" || true
  done
  chmod 700 "$RUN"

  say "${BOLD}MCP 2026${PLAIN} · $cells cell(s) on loopback, state in ${RUN#"$ROOT"/}"
  step tools
  need_tools
  step_end "JDK $(jdk_version "$JAVA_HOME"), $(basename "$MVN") in $(dirname "$MVN")"

  step build
  build
  step_end "$BUILD_OUTCOME"

  step "trust domain"
  "$ROOT/mcpctl" trust init --dir "$RUN/trust" --cells "$cells" >"$LOGS/trust.log" 2>&1 ||
    fail "the trust domain could not be made" "$(tail -n 3 "$LOGS/trust.log")"
  write_contexts "$cells"
  step_end "$(grep -c created "$LOGS/trust.log" || true) made, $(grep -c kept "$LOGS/trust.log" || true) kept"

  [ -z "$examples" ] || start_examples
  start_cells "$cells"
  table "$cells"
  say ""
  say "up in $((SECONDS - began)) s. Next, for example:"
  say "  ./mcpctl apply -f $EXAMPLES_YAML"
  [ "$cells" = 1 ] || say "  ./mcpctl services --watch --context cell2"
  [ "$cells" = 1 ] || say "  ./mcpctl mesh                 the paths between the cells; ./mcpctl why route cell2"
  [ "$cells" != 1 ] || say "  ./mcpctl services --watch"
  say "  ./mcp example stop redis      then: ./mcpctl why service/redis"
  say "  ./mcpctl saga run -f infra/examples/saga-order.yaml"
  say "  ./mcpctl identity entries     who gets which SPIFFE ID; ./mcpctl identity why PID"
}

start_examples() {
  step examples
  local missing name failed='' up=''
  missing=$(want_servers nginx:nginx redis-server:redis-server git:git)
  for name in $EXAMPLES $PARTICIPANTS; do
    if example_start "$name"; then up="$up $name"; else failed="$failed; $name: $EXAMPLE_OUTCOME"; fi
  done
  step_end "${up# }"
  [ -z "$failed" ] || warn "examples not running${failed#;}"
  [ -z "$missing" ] || warn "not installed: $missing; going on without (as root on Debian or Ubuntu they are installed)"
}

start_cells() {
  local n
  snapshot identity-cache identity
  snapshot registry cell
  snapshot saga-coordinator saga
  for ((n = 1; n <= $1; n++)); do
    start_beside identity "$n"
    step "cell$n"
    if alive "cell$n"; then
      if ! grep -qx "mcp.registry.peers=$(peers "$n" "$1")" "$RUN/cell$n/config/application.properties"; then
        step_end "${YELLOW}restarting${PLAIN}, its peers changed"
        halt "cell$n" || true
        step "cell$n"
      else
        ready cell "$n" || fail "cell$n runs (pid $PID) and does not answer" "its log: ./mcp logs cell$n"
        step_end "running, pid $PID"
        start_beside saga "$n"
        continue
      fi
    fi
    write_cell_config "$n" "$1"
    cell_start "$n"
    ready cell "$n" || start_failed "cell$n"
    alive "cell$n"
    step_end "ready, pid $PID"
    start_beside saga "$n"
  done
}

table() {
  local n name
  say ""
  printf '  %s%-10s %-28s %-18s %s%s\n' "$FAINT" PROCESS REST GRPC STATE "$PLAIN"
  for ((n = 1; n <= $1; n++)); do
    table_row "cell$n" "$(http_port "$n")" "$(grpc_port "$n")"
    table_row "identity$n" "$(identity_http_port "$n")" "$(identity_grpc_port "$n")"
    table_row "saga$n" "$(saga_http_port "$n")" "$(saga_grpc_port "$n")"
  done
  say ""
  printf '  %s%-10s %-16s %s%s\n' "$FAINT" EXAMPLE ADDRESS STATE "$PLAIN"
  for name in $EXAMPLES $PARTICIPANTS; do show_example "$name"; done
  say ""
  for ((n = 1; n <= $1; n++)); do say "  Workload API of cell$n: unix:$(identity_socket "$n")"; done
  say "  token for REST: ${RUN#"$ROOT"/}/trust/token     contexts: ${RUN#"$ROOT"/}/mcpctl.yaml"
}

# table_row NAME HTTP_PORT GRPC_PORT
table_row() {
  local state="${RED}stopped${PLAIN}"
  if alive "$1"; then state="${GREEN}running${PLAIN}  pid $PID"; fi
  printf '  %-10s %-28s %-18s %s\n' "$1" "https://127.0.0.1:$2" "127.0.0.1:$3" "$state"
}

command_down() {
  local file name stopped=0
  [ $# -eq 0 ] || usage_error "down takes no '$1': it stops all that 'up' started"
  # Whoever reads the output may have had enough; what was begun is finished all the same.
  trap '' PIPE
  set +e
  for file in "$PIDS"/cell* "$PIDS"/identity* "$PIDS"/saga* "$PIDS"/example-*; do
    [ -e "$file" ] || continue
    name=$(basename "$file")
    step "$name"
    if halt "$name"; then
      stopped=$((stopped + 1))
      step_end stopped
    else
      step_end "was not running"
    fi
  done
  say "stopped $stopped process(es); data and trust domain stay in ${RUN#"$ROOT"/}"
}

# A crash, to see what holds.
command_kill() {
  [ $# = 1 ] || usage_error "kill takes one NAME: cellN, identityN, sagaN or one of: $EXAMPLES $PARTICIPANTS"
  local name=$1
  case " $EXAMPLES $PARTICIPANTS " in *" $name "*) name=example-$name ;; esac
  alive "$name" || fail "'$1' does not run" "what runs: ./mcp status"
  kill -9 "$PID"
  say "$1: pid $PID was killed (SIGKILL)"
}

command_status() {
  local cells
  [ $# -eq 0 ] || usage_error "status takes no '$1'"
  cells=$(grep -c '  - name:' "$RUN/mcpctl.yaml" 2>/dev/null || true)
  if [ "${cells:-0}" = 0 ]; then
    say "nothing was started here yet; try: ./mcp up"
    return 0
  fi
  table "$cells"
}

command_logs() {
  local name=${1:-} file
  [ -n "$name" ] || usage_error "logs of what? cellN, identityN, sagaN, build, or one of: $EXAMPLES $PARTICIPANTS"
  for file in "$LOGS/$name.log" "$LOGS/example-$name.log"; do
    [ -r "$file" ] || continue
    if [ "${2:-}" = -f ]; then exec tail -n 100 -f "$file"; else exec tail -n 200 "$file"; fi
  done
  fail "there is no log of '$name' in ${LOGS#"$ROOT"/}"
}
