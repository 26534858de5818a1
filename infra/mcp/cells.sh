# shellcheck shell=bash
# Registry cells: cell n listens on 8081 + 100(n-1) for HTTP and 9081 + 100(n-1) for gRPC, on loopback only.

CELLS_MAX=9
# A start takes a few seconds; a small machine that is busy otherwise may need minutes. A cell that dies is noticed at once.
READY_SECONDS=${MCP_READY_SECONDS:-240}

http_port() { echo $((8081 + 100 * ($1 - 1) + ${MCP_PORT_OFFSET:-0})); }
grpc_port() { echo $((9081 + 100 * ($1 - 1) + ${MCP_PORT_OFFSET:-0})); }

running_cells() {
  local n
  for ((n = 1; n <= CELLS_MAX; n++)); do if alive "cell$n"; then say "$n"; fi; done
}

# Those that were started and not stopped by `down`, also where they died since.
started_cells() {
  local n
  for ((n = 1; n <= CELLS_MAX; n++)); do if recorded "cell$n"; then say "$n"; fi; done
}

# peers N CELLS: the other cells, as mcp.registry.peers wants them.
peers() {
  local n list=''
  for ((n = 1; n <= $2; n++)); do
    [ "$n" = "$1" ] || list="$list${list:+,}cell$n=127.0.0.1:$(grpc_port "$n")"
  done
  say "$list"
}

# The cell's settings, where Quarkus looks for them: config/ in the working directory.
write_cell_config() {
  local n=$1 cells=$2 dir=$RUN/cell$1
  mkdir -p "$dir/config" "$dir/data"
  cat >"$dir/config/application.properties" <<CONF
# Written by ./mcp up at every start.
mcp.cell.id=cell$n
mcp.cell.region=region-$n
mcp.cell.zone=zone-$n
mcp.registry.peers=$(peers "$n" "$cells")
mcp.store.kind=embedded
mcp.store.path=$dir/data
mcp.trust.dir=$RUN/trust
mcp.bind.host=127.0.0.1
mcp.http.port=$(http_port "$n")
mcp.grpc.port=$(grpc_port "$n")
# The registry's own certificate: from the cell's identity cache.
mcp.identity.workload-api=unix:$(identity_socket "$n")
mcp.identity.hint=registry
# mkdir -m 700 it, and the cell's QUIC connections are logged there.
mcp.mesh.qlog.directory=$dir/qlog
# For the eyes of ./mcp logs; a log collector wants the default, JSON.
mcp.log.json=false
CONF
}

# A context a cell, and the operator that trust init made.
write_contexts() {
  local n svid=trust/svid/operator.dev
  {
    say "# Written by ./mcp up. Paths are relative to this file."
    say "current: cell1"
    say "contexts:"
    for ((n = 1; n <= $1; n++)); do
      say "  - name: cell$n"
      say "    address: 127.0.0.1:$(grpc_port "$n")"
      say "    identity: 127.0.0.1:$(identity_grpc_port "$n")"
      say "    saga: 127.0.0.1:$(saga_grpc_port "$n")"
      say "    ca: $svid/bundle.pem"
      say "    cert: $svid/cert.pem"
      say "    key: $svid/key.pem"
    done
  } >"$RUN/mcpctl.yaml"
}

# native_runner SERVICE: its native binary, where one is built and newer than the jar.
native_runner() {
  local runner
  runner=$(find "services/$1/target" -maxdepth 1 -name '*-runner' -type f 2>/dev/null | head -n 1)
  [ -n "$runner" ] && [ "$runner" -nt "services/$1/target/quarkus-app/quarkus-run.jar" ] && say "$ROOT/$runner"
}

# run_service NAME SERVICE JVM_FLAGS…: in the process's own directory; natively where that is asked for and built.
run_service() {
  local name=$1 service=$2 runner
  shift 2
  # Why it ended last time may be asked only now.
  if [ -s "$LOGS/$name.log" ]; then mv "$LOGS/$name.log" "$LOGS/$name.previous.log"; fi
  : >"$LOGS/$name.log"
  if [ "${MCP_NATIVE:-0}" = 1 ] && runner=$(native_runner "$service"); then
    # shellcheck disable=SC2046 # several words are meant
    (cd "$RUN/$name" && launch "$name" "$runner" $(native_flags))
  else
    (cd "$RUN/$name" && launch "$name" "$JAVA" "$@" --enable-native-access=ALL-UNNAMED \
      --sun-misc-unsafe-memory-access=allow -jar "$RUN/app/$service/quarkus-run.jar")
  fi
}

native_flags() { say "-Xmx${MCP_NATIVE_HEAP:-512m}"; }

need_cell_ports() {
  need_free_port "$(http_port "$1")" "the REST API of cell$1"
  need_free_port "$(grpc_port "$1")" "the gRPC API of cell$1"
}

cell_start() {
  need_cell_ports "$1"
  # shellcheck disable=SC2086 # several words are meant
  run_service "cell$1" registry ${MCP_REGISTRY_JAVA_OPTS:--XX:+UseG1GC -XX:+UseCompactObjectHeaders -Xmx512m}
}

# start_failed NAME: ends the script, with what its log says.
start_failed() {
  local why="it did not answer within $READY_SECONDS s"
  alive "$1" || why="it ended at once"
  fail "$1 did not start: $why" "$(log_errors "$LOGS/$1.log")" "its log: ./mcp logs $1" \
    "what was started before it goes on running: ./mcp status, ./mcp down"
}

# The messages of a log's error lines, the first three; its last lines where none looks like one, since a value that
# can't be read is told before logging begins.
log_errors() {
  local errors
  errors=$(grep -E ' (ERROR|FATAL) |"level":"(ERROR|FATAL)"|^Exception|^Caused by|^Error|SRCFG[0-9]+' "$1" | head -n 3)
  say "${errors:-$(tail -n 3 "$1")}" | sed -e 's/.*"message":"\([^"]*\)".*/\1/' -e 's/^[[:space:]]*//' | cut -c 1-300
}

cell_listens() { port_open "$(grpc_port "$1")"; }
cell_answers() { "$ROOT/mcpctl" --config "$RUN/mcpctl.yaml" --context "cell$1" --request-timeout 3s cells >/dev/null 2>&1; }

# ready KIND N: the process KIND N (cell, identity, saga) listens and answers.
ready() {
  wait_for "$READY_SECONDS" "$1$2" "$1_listens" "$2" && wait_for "$READY_SECONDS" "$1$2" "$1_answers" "$2"
}

# start_beside KIND N: what stands beside a cell's registry, by the functions that are named for its kind.
start_beside() {
  local kind=$1 n=$2
  step "$kind$n"
  if alive "$kind$n"; then
    ready "$kind" "$n" || fail "$kind$n runs (pid $PID) and does not answer" "its log: ./mcp logs $kind$n"
    step_end "running, pid $PID"
    return 0
  fi
  "write_${kind}_config" "$n"
  "${kind}_start" "$n"
  ready "$kind" "$n" || start_failed "$kind$n"
  alive "$kind$n"
  step_end "ready, pid $PID"
}
