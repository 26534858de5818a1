# shellcheck shell=bash
# Building with Maven, quietly, and only when a source is newer than the last build.

BUILT_MODULES=services/registry,services/identity-cache,services/saga-coordinator,services/mcpctl,infra/examples/greeter,infra/examples/identity,infra/examples/participants
BUILD_OUTPUTS="services/registry/target/quarkus-app/quarkus-run.jar services/mcpctl/target/quarkus-app/quarkus-run.jar
  services/identity-cache/target/quarkus-app/quarkus-run.jar infra/examples/greeter/target/greeter.jar
  services/saga-coordinator/target/quarkus-app/quarkus-run.jar
  infra/examples/identity/target/identity.jar infra/examples/participants/target/participants.jar"

build_is_current() {
  local output
  for output in $BUILD_OUTPUTS; do [ -e "$output" ] || return 1; done
  [ -e "$RUN/built" ] || return 1
  [ -z "$(find pom.xml shared services infra/examples/greeter infra/examples/identity infra/examples/participants .mvn \
    -name target -prune -o -type f -newer "$RUN/built" \
    \( -name '*.java' -o -name '*.proto' -o -name '*.xml' -o -name '*.properties' -o -name '*.yaml' -o -path '*/resources/*' \) \
    -print 2>/dev/null | head -n 1)" ]
}

# Leaves in BUILD_OUTCOME what happened.
build() {
  BUILD_OUTCOME="up to date"
  if build_is_current; then return 0; fi
  mkdir -p "$LOGS"
  # Taken before the build: a file saved while it runs counts as newer.
  : >"$RUN/built.new"
  if ! "$MVN" -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -pl "$BUILT_MODULES" -am package >"$LOGS/build.log" 2>&1; then
    rm -f "$RUN/built.new"
    fail "the build failed" "$(grep -m 3 '^\[ERROR\]' "$LOGS/build.log" | cut -c 1-300)" "all of it: ./mcp logs build"
  fi
  mv "$RUN/built.new" "$RUN/built"
  BUILD_OUTCOME="done"
}

# snapshot SERVICE NAME: copies what was built of a service, so that a later build does not pull the jars from under the
# running processes NAME1, NAME2 …
snapshot() {
  local service=$1 name=$2 app=$RUN/app/$1 n
  for ((n = 1; n <= CELLS_MAX; n++)); do
    alive "$name$n" || continue
    [ "$RUN/built" -nt "$app/quarkus-run.jar" ] && warn "$name$n runs an older build; ./mcp down and up takes the new one"
    return 0
  done
  rm -rf "$app"
  mkdir -p "$RUN/app"
  cp -R "services/$service/target/quarkus-app" "$app"
  touch "$app/quarkus-run.jar"
}
