# shellcheck shell=bash
# Real servers for the example services. infra/examples/services.yaml is where their ports stand.

EXAMPLES="nginx redis git greeter"
EXAMPLES_YAML=infra/examples/services.yaml
# Participants of infra/examples/saga-order.yaml, where their ports stand.
PARTICIPANTS="inventory payment shipping"

# example_port NAME: the first port of that service's document.
example_port() {
  awk -v name="$1" '
    /^---/ { here = 0 }
    $1 == "name:" && $2 == name { here = 1 }
    here && match($0, /port: *[0-9]+/) { print substr($0, RSTART + 5, RLENGTH - 5) + 0; exit }
  ' "$EXAMPLES_YAML"
}

participant_port() { case $1 in inventory) say 15061 ;; payment) say 15062 ;; shipping) say 15063 ;; esac }

# port_of NAME: of an example or a participant.
port_of() {
  local port
  port=$(participant_port "$1")
  say "${port:-$(example_port "$1")}"
}

example_command() {
  case $1 in nginx) say nginx ;; redis) say redis-server ;; git) say git ;; greeter | inventory | payment | shipping) say "${JAVA:-java}" ;; esac
}

# example_start NAME: leaves in EXAMPLE_OUTCOME what happened; false when it could not be started.
example_start() {
  local name=$1 port dir program
  port=$(port_of "$name")
  dir=$RUN/examples/$name
  if alive "example-$name"; then
    EXAMPLE_OUTCOME=running
    return 0
  fi
  if ! program=$(find_server "$(example_command "$name")"); then
    EXAMPLE_OUTCOME="not installed"
    return 1
  fi
  # What a killed server left behind, an nginx worker for example.
  halt "example-$name" || true
  if port_open "$port"; then
    EXAMPLE_OUTCOME="port $port is in use by $(port_holder "$port")"
    return 1
  fi
  mkdir -p "$dir"
  "launch_$name" "$program" "$port" "$dir"
  if ! wait_for 20 "example-$name" port_open "$port"; then
    EXAMPLE_OUTCOME="did not come up; see ./mcp logs $name"
    return 1
  fi
  EXAMPLE_OUTCOME=started
}

launch_nginx() {
  # As root its workers would change to a user who may not read this directory.
  local user=''
  [ "$(id -u)" != 0 ] || user='user root;'
  mkdir -p "$3/tmp" "$3/html"
  say 'hello from nginx' >"$3/html/index.html"
  cat >"$3/nginx.conf" <<CONF
$user
worker_processes 1;
error_log stderr warn;
pid nginx.pid;
events { worker_connections 256; }
http {
  access_log off;
  client_body_temp_path tmp/body; proxy_temp_path tmp/proxy; fastcgi_temp_path tmp/fastcgi;
  uwsgi_temp_path tmp/uwsgi; scgi_temp_path tmp/scgi;
  server {
    listen 127.0.0.1:$2;
    root html;
    location = /health { return 200 "ok\n"; }
  }
}
CONF
  launch example-nginx "$1" -p "$3/" -c nginx.conf -e stderr -g 'daemon off;'
}

launch_redis() {
  launch example-redis "$1" --bind 127.0.0.1 --port "$2" --dir "$3" --save '' --appendonly no --daemonize no
}

launch_git() {
  local repository=$3/example.git
  [ -d "$repository" ] || "$1" init -q --bare "$repository"
  # The daemon itself and not `git daemon`: that is a parent whose death would leave it behind.
  launch example-git "$("$1" --exec-path)/git-daemon" --listen=127.0.0.1 --port="$2" --reuseaddr \
    --base-path="$3" --export-all
}

launch_greeter() {
  launch example-greeter "$1" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -Xmx48m --sun-misc-unsafe-memory-access=allow \
    -jar infra/examples/greeter/target/greeter.jar "$2"
}

# launch_participant NAME JAVA PORT
launch_participant() {
  launch "example-$1" "$2" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xmx64m --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -jar infra/examples/participants/target/participants.jar \
    "$1" "$3" "$RUN/examples/participants"
}
launch_inventory() { launch_participant inventory "$1" "$2"; }
launch_payment() { launch_participant payment "$1" "$2"; }
launch_shipping() { launch_participant shipping "$1" "$2"; }

need_example() {
  [ -n "$1" ] || usage_error "which example? one of: $EXAMPLES $PARTICIPANTS"
  case " $EXAMPLES $PARTICIPANTS " in *" $1 "*) ;; *) usage_error "there is no example '$1'; there are: $EXAMPLES $PARTICIPANTS" ;; esac
}

command_example() {
  local action=${1:-list} name=${2:-}
  case $action in
    start)
      need_example "$name"
      case $name in
        greeter | inventory | payment | shipping) need_tools ;;
        redis) want_servers redis-server:redis-server >/dev/null ;;
        *) want_servers "$name:$name" >/dev/null ;;
      esac
      example_start "$name" || fail "example $name: $EXAMPLE_OUTCOME"
      say "example $name: $EXAMPLE_OUTCOME on 127.0.0.1:$(port_of "$name")"
      ;;
    stop)
      need_example "$name"
      if halt "example-$name"; then say "example $name: stopped"; else say "example $name: was not running"; fi
      ;;
    list) for name in $EXAMPLES $PARTICIPANTS; do show_example "$name"; done ;;
    *) usage_error "example start|stop|list" ;;
  esac
}

show_example() {
  local state="${FAINT}stopped${PLAIN}"
  if alive "example-$1"; then state="${GREEN}running${PLAIN}  pid $PID"; fi
  printf '  %-10s 127.0.0.1:%-6s %s\n' "$1" "$(port_of "$1")" "$state"
}
