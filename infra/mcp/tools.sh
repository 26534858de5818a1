# shellcheck shell=bash
# The JDK and Maven: found, or installed, or asked for by name.

JDK_WANTED=25
MAVEN_WANTED=3.8.7
JDK_PACKAGES="temurin-25-jdk openjdk-25-jdk-headless openjdk-25-jdk java-25-openjdk-devel"

# jdk_version HOME: the major version of a JDK (not a mere JRE), or nothing.
jdk_version() {
  [ -x "$1/bin/javac" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" | head -n 1
  else
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
  fi
}

jdk_candidates() {
  [ -z "${JAVA_HOME:-}" ] || say "$JAVA_HOME"
  local javac
  if javac=$(command -v javac 2>/dev/null); then
    # /usr/bin/javac is a chain of links into the JDK.
    while [ -L "$javac" ]; do
      local target
      target=$(readlink "$javac")
      case $target in /*) javac=$target ;; *) javac=$(dirname "$javac")/$target ;; esac
    done
    dirname "$(dirname "$javac")"
  fi
  local home
  for home in /usr/lib/jvm/* "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/.jdks/*; do
    [ -d "$home" ] && say "$home"
  done
  return 0
}

find_jdk() {
  local home version
  while IFS= read -r home; do
    version=$(jdk_version "$home")
    if [ -n "$version" ] && [ "$version" -ge $JDK_WANTED ]; then
      say "$home"
      return 0
    fi
  done < <(jdk_candidates)
  return 1
}

# version_at_least HAVE WANT
version_at_least() {
  local have want
  IFS=. read -ra have <<<"$1"
  IFS=. read -ra want <<<"$2"
  local i
  for i in 0 1 2; do
    local h=${have[i]:-0} w=${want[i]:-0}
    h=${h%%[!0-9]*} w=${w%%[!0-9]*}
    [ "${h:-0}" -eq "${w:-0}" ] || { [ "${h:-0}" -gt "${w:-0}" ] && return 0 || return 1; }
  done
}

find_maven() {
  local mvn version
  for mvn in "${MAVEN_HOME:-/nonexistent}/bin/mvn" "$(command -v mvn 2>/dev/null || true)" /usr/share/maven/bin/mvn \
    "${SDKMAN_DIR:-$HOME/.sdkman}/candidates/maven/current/bin/mvn"; do
    [ -x "$mvn" ] || continue
    version=$("$mvn" --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)
    if [ -n "$version" ] && version_at_least "$version" $MAVEN_WANTED; then
      say "$mvn"
      return 0
    fi
  done
  return 1
}

# Sets JAVA_HOME, JAVA and MVN, or ends with what to install.
need_tools() {
  local home package
  if ! home=$(find_jdk); then
    if can_install; then
      for package in $JDK_PACKAGES; do
        # The lists may never have been fetched on a fresh machine; a first try fetches them.
        [ -n "$APT_UPDATED" ] || install_packages ca-certificates || true
        if package_offered "$package" && install_packages "$package"; then break; fi
      done
    fi
    home=$(find_jdk) || fail "no JDK $JDK_WANTED or newer was found (JAVA_HOME, PATH, /usr/lib/jvm, SDKMAN)" \
      "install one, for example:" \
      "  Debian, Ubuntu:  apt-get install openjdk-25-jdk-headless   (or temurin-25-jdk from Adoptium's packages)" \
      "  Fedora:          dnf install java-25-openjdk-devel" \
      "  SDKMAN:          sdk install java 25-tem" \
      "or point JAVA_HOME at it"
  fi
  export JAVA_HOME=$home
  JAVA=$home/bin/java
  if ! MVN=$(find_maven); then
    install_packages maven || true
    MVN=$(find_maven) || fail "no Maven $MAVEN_WANTED or newer was found (PATH, MAVEN_HOME, SDKMAN)" \
      "install one, for example:" \
      "  Debian, Ubuntu:  apt-get install maven" \
      "  Fedora:          dnf install maven" \
      "  SDKMAN:          sdk install maven"
  fi
  # Maven's own libraries use what JDK 24 and later warn about; the warnings would hide ours.
  export MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED"
}
