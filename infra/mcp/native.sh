# shellcheck shell=bash
# Native images: with a GraalVM or Mandrel that is here, else in Quarkus' builder container.

graalvm_home() {
  local home
  for home in "${GRAALVM_HOME:-}" "${JAVA_HOME:-}" "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/*; do
    if [ -n "$home" ] && [ -x "$home/bin/native-image" ]; then
      say "$home"
      return 0
    fi
  done
  return 1
}

container_engine() {
  local engine
  for engine in docker podman; do
    if command -v "$engine" >/dev/null 2>&1 && "$engine" info >/dev/null 2>&1; then
      say "$engine"
      return 0
    fi
  done
  return 1
}

command_native() {
  local service=${1:-} graal engine how=() runner
  case $service in
    registry | identity-cache | saga-coordinator | mcpctl) ;;
    *) usage_error "native builds registry, identity-cache, saga-coordinator or mcpctl" ;;
  esac
  if graal=$(graalvm_home); then
    how=(-Dquarkus.native.container-build=false)
  elif engine=$(container_engine); then
    how=(-Dquarkus.native.container-build=true "-Dquarkus.native.container-runtime=$engine")
  else
    fail "no native-image was found, and no container engine answers" \
      "set GRAALVM_HOME to a GraalVM or Mandrel of version 25 (sdk install java 25-graalce)," \
      "or start docker or podman: then Quarkus' builder image is used"
  fi
  need_tools
  mkdir -p "$LOGS"
  step "native $service"
  # shellcheck disable=SC2046 # one argument a line
  GRAALVM_HOME=${graal:-} "$MVN" -B -ntp -pl "services/$service" -am package -Dmaven.test.skip=true -Dspotless.check.skip=true \
    "${how[@]}" $(native_arguments "$service") >"$LOGS/native.log" 2>&1 ||
    fail "the native build of $service failed" "$(grep -E -m 3 'Error:|^\[ERROR\]' "$LOGS/native.log" | cut -c 1-300)" \
      "all of it: ./mcp logs native"
  runner=$(find "services/$service/target" -maxdepth 1 -name '*-runner' -type f | head -n 1)
  step_end "$runner, $(($(wc -c <"$runner") / 1048576)) MB"
}

# native_arguments SERVICE: the lines of native-build/arguments, of native-build/arguments-SERVICE and of those of the
# processor's family.
native_arguments() {
  local file
  for file in native-build/arguments "native-build/arguments-$1" "native-build/arguments-$(uname -m)"; do
    [ ! -r "$file" ] || sed -e 's/#.*//' -e '/^ *$/d' "$file"
  done
}
