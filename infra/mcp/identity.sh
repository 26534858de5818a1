# shellcheck shell=bash
# Identity caches: one beside each cell's registry, started before it. Cell n's listens on 8084 + 100(n-1) for HTTP and
# 9084 + 100(n-1) for gRPC, on loopback only, and on a Unix socket for workloads.

# A socket's path has to fit in 108 bytes with a zero at its end; in 104 elsewhere than on Linux.
SOCKET_PATH_MAX=103

identity_http_port() { echo $((8084 + 100 * ($1 - 1) + ${MCP_PORT_OFFSET:-0})); }
identity_grpc_port() { echo $((9084 + 100 * ($1 - 1) + ${MCP_PORT_OFFSET:-0})); }

# Where RUN's path is too long for a socket, a directory of our own stands in for it, the same at every start.
identity_socket() {
  local socket=$RUN/identity$1/agent.sock
  if [ "$(printf %s "$socket" | wc -c)" -gt "$SOCKET_PATH_MAX" ]; then
    socket=${XDG_RUNTIME_DIR:-/tmp}/mcp-$(id -u)-$(printf %s "$RUN" | cksum | cut -d' ' -f1)/identity$1.sock
  fi
  say "$socket"
}

# make_socket_directory N: nobody else may put a socket there in the cache's place.
make_socket_directory() {
  local socket dir
  socket=$(identity_socket "$1")
  dir=$(dirname "$socket")
  [ "$(printf %s "$socket" | wc -c)" -le "$SOCKET_PATH_MAX" ] ||
    fail "the path of the Workload API's socket is too long: $socket" \
      "it may have $SOCKET_PATH_MAX bytes; point XDG_RUNTIME_DIR at a short directory of yours, or MCP_RUN_DIR"
  [ -d "$dir" ] || mkdir -m 700 "$dir" || fail "the directory $dir for the Workload API's socket could not be made"
  if [ -L "$dir" ] || [ ! -O "$dir" ]; then
    fail "the directory $dir, for the Workload API's socket, is not yours" "remove it, or set XDG_RUNTIME_DIR"
  fi
  chmod 700 "$dir"
}

write_identity_config() {
  local n=$1 dir=$RUN/identity$1
  mkdir -p "$dir/config" "$dir/data"
  cat >"$dir/config/application.properties" <<CONF
# Written by ./mcp up at every start.
mcp.cell.id=cell$n
mcp.store.kind=embedded
mcp.store.path=$dir/data
mcp.trust.dir=$RUN/trust
mcp.bind.host=127.0.0.1
mcp.http.port=$(identity_http_port "$n")
mcp.grpc.port=$(identity_grpc_port "$n")
mcp.identity.socket=$(identity_socket "$n")
mcp.identity.authority.directory=$dir/authority
# The cell's other services get their identities here: they run as this user.
mcp.identity.entries.registry.spiffe-id=spiffe://mcp2026.local/cell/cell$n/registry
mcp.identity.entries.registry.selectors=unix:uid:$(id -u)
mcp.identity.entries.registry.hint=registry
mcp.identity.entries.saga-coordinator.spiffe-id=spiffe://mcp2026.local/cell/cell$n/saga-coordinator
mcp.identity.entries.saga-coordinator.selectors=unix:uid:$(id -u)
mcp.identity.entries.saga-coordinator.hint=saga-coordinator
# For the eyes of ./mcp logs; a log collector wants the default, JSON.
mcp.log.json=false
CONF
}

need_identity_ports() {
  need_free_port "$(identity_http_port "$1")" "the REST API of identity$1"
  need_free_port "$(identity_grpc_port "$1")" "the gRPC API of identity$1"
}

identity_listens() { port_open "$(identity_grpc_port "$1")"; }
identity_answers() {
  "$ROOT/mcpctl" --config "$RUN/mcpctl.yaml" --context "cell$1" --request-timeout 3s identity bundle >/dev/null 2>&1
}

identity_start() {
  local n=$1
  need_identity_ports "$n"
  make_socket_directory "$n"
  # shellcheck disable=SC2086 # several words are meant
  run_service "identity$n" identity-cache \
    ${MCP_IDENTITY_JAVA_OPTS:--XX:+UseG1GC -XX:+UseCompactObjectHeaders -Xmx256m}
}
