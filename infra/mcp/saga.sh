# shellcheck shell=bash
# Saga coordinators: one beside each cell's registry. Cell n's listens on 8083 + 100(n-1) for HTTP and 9083 + 100(n-1)
# for gRPC, on loopback only.

saga_http_port() { echo $((8083 + 100 * ($1 - 1) + ${MCP_PORT_OFFSET:-0})); }
saga_grpc_port() { echo $((9083 + 100 * ($1 - 1) + ${MCP_PORT_OFFSET:-0})); }

write_saga_config() {
  local n=$1 dir=$RUN/saga$1 name allowed=''
  mkdir -p "$dir/config" "$dir/data"
  for name in $PARTICIPANTS; do allowed="$allowed${allowed:+,}127.0.0.1:$(participant_port "$name")"; done
  cat >"$dir/config/application.properties" <<CONF
# Written by ./mcp up at every start.
mcp.cell.id=cell$n
mcp.store.kind=embedded
mcp.store.path=$dir/data
mcp.trust.dir=$RUN/trust
mcp.bind.host=127.0.0.1
mcp.http.port=$(saga_http_port "$n")
mcp.grpc.port=$(saga_grpc_port "$n")
# Its own certificate: from the cell's identity cache.
mcp.identity.workload-api=unix:$(identity_socket "$n")
mcp.identity.hint=saga-coordinator
# What sagas of the tenant 'default' may call: the example's participants. MCP_SAGA_PARTICIPANTS_DEFAULT says otherwise.
mcp.saga.participants.default=$allowed
# For the eyes of ./mcp logs; a log collector wants the default, JSON.
mcp.log.json=false
CONF
}

need_saga_ports() {
  need_free_port "$(saga_http_port "$1")" "the REST API of saga$1"
  need_free_port "$(saga_grpc_port "$1")" "the gRPC API of saga$1"
}

saga_listens() { port_open "$(saga_grpc_port "$1")"; }
saga_answers() {
  "$ROOT/mcpctl" --config "$RUN/mcpctl.yaml" --context "cell$1" --request-timeout 3s saga list >/dev/null 2>&1
}

saga_start() {
  need_saga_ports "$1"
  # shellcheck disable=SC2086 # several words are meant
  run_service "saga$1" saga-coordinator ${MCP_SAGA_JAVA_OPTS:--XX:+UseG1GC -XX:+UseCompactObjectHeaders -Xmx512m}
}
