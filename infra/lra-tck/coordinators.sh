# shellcheck shell=bash
# The two coordinators that the run script can start by itself: each sets COORDINATOR and PID. Both on loopback, below
# $TARGET, and anew each time.

READY_SECONDS=120
NARAYANA_JAR=$ROOT/infra/benchmarks/narayana/target/narayana.jar
OWN_JAR=$ROOT/services/saga-coordinator/target/quarkus-app/quarkus-run.jar

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

free_port() {
  local port
  while port=$((20000 + RANDOM % 12000)) && answers "$port"; do :; done
  printf '%s\n' "$port"
}

# launch FOLDER PORT COMMAND…: until PORT answers.
launch() {
  local folder=$1 port=$2 waited=0
  shift 2
  (cd "$folder" && exec "$@") >"$folder/log" 2>&1 &
  PID=$!
  until answers "$port"; do
    kill -0 "$PID" 2>/dev/null && [ $((waited++)) -lt $((READY_SECONDS * 10)) ] ||
      fail "the coordinator does not start; its log is $folder/log"
    sleep 0.1
  done
}

start_narayana() {
  local folder=$TARGET/narayana port
  [ -r "$NARAYANA_JAR" ] || maven -q -f "$ROOT/pom.xml" -pl infra/benchmarks/narayana package \
    -DskipTests -DskipAnalysis=true -Dspotless.check.skip=true >&2
  [ -d "$TARGET/peer-json" ] || maven -q -f "$HERE/pom.xml" process-classes -Dspotless.check.skip=true >&2
  rm -rf "$folder"
  mkdir -p "$folder"
  port=$(free_port)
  # Its two passes over what it recovers lie 10 s apart by default, for each recovery that the TCK asks for.
  launch "$folder" "$port" "$JAVA" -XX:+UseSerialGC -Xmx512m -DRecoveryEnvironmentBean.recoveryBackoffPeriod=1 \
    -cp "$NARAYANA_JAR:$TARGET/peer-json/*" dev.mcp2026.benchmarks.narayana.Main "$port" "$folder/store"
  COORDINATOR=http://127.0.0.1:$port/lra-coordinator
}

# Ours, as ./mcp up built it. The client is the developer of a trust domain that lives as long as the run.
start_own() {
  local folder=$TARGET/own port developer
  [ -r "$OWN_JAR" ] || fail "our coordinator is not built: mvn -pl services/saga-coordinator,services/mcpctl -am package -DskipTests"
  rm -rf "$folder"
  mkdir -p "$folder/config" "$folder/data"
  "$ROOT/mcpctl" trust init --dir "$folder/trust" --cells 1 >"$folder/trust.log" 2>&1 ||
    fail "no trust domain: $(tail -n 1 "$folder/trust.log")"
  port=$(free_port)
  cat >"$folder/config/application.properties" <<CONF
mcp.cell.id=cell1
mcp.store.path=$folder/data
mcp.trust.dir=$folder/trust
mcp.http.port=$port
mcp.grpc.port=$(free_port)
mcp.saga.participants.default=127.0.0.1:*
mcp.log.json=false
CONF
  [ -z "${LRATCK_CONFIG:-}" ] || printf '%s\n' "$LRATCK_CONFIG" >>"$folder/config/application.properties"
  launch "$folder" "$port" "$JAVA" -XX:+UseSerialGC -Xmx512m --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -jar "$OWN_JAR"
  COORDINATOR=https://127.0.0.1:$port/lra-coordinator
  developer=$folder/trust/svid/operator.dev
  PASSWORD=$(head -c 16 /dev/urandom | od -An -tx1 | tr -d ' \n')
  export LRATCK_PASSWORD=$PASSWORD
  TRUST=$folder/trust.p12 KEYS=$folder/keys.p12
  openssl pkcs12 -export -in "$developer/cert.pem" -inkey "$developer/key.pem" -out "$KEYS" -passout env:LRATCK_PASSWORD
  "${JAVA%java}keytool" -importcert -noprompt -alias authority -file "$developer/bundle.pem" -storetype PKCS12 \
    -keystore "$TRUST" -storepass:env LRATCK_PASSWORD 2>/dev/null
}
