# shellcheck shell=bash
# Starting and stopping by pid file. A file holds "PID START BOOT", START being when the kernel started that process and
# BOOT which start of the machine that was, so that a number since given to another process is never mistaken for ours.

PIDS=$RUN/pids
STOP_WAIT_SECONDS=15

# process_start PID: a value that no later process with this number shares.
process_start() {
  if [ -r "/proc/$1/stat" ]; then
    # Field 22; the name in field 2 may hold spaces and brackets, so count after its last one.
    sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
  else
    ps -o lstart= -p "$1" 2>/dev/null | tr -s ' ' '_'
  fi
}

boot_id() { cat /proc/sys/kernel/random/boot_id 2>/dev/null || say -; }

# recorded NAME: sets PID and STARTED from its file; false when there is none, or it is of another start of the machine.
recorded() {
  local boot
  PID='' STARTED=''
  [ -r "$PIDS/$1" ] || return 1
  read -r PID STARTED boot <"$PIDS/$1" || return 1
  [ -n "$PID" ] && [ "$boot" = "$(boot_id)" ]
}

# alive NAME: sets PID when the process that we started under this name still runs.
alive() {
  recorded "$1" && [ "$(process_start "$PID")" = "$STARTED" ] && ! is_zombie "$PID"
}

is_zombie() { [ -r "/proc/$1/stat" ] && [ "$(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f1)" = Z ]; }

# launch NAME COMMAND…: in the background, cut off from this terminal, output to its log.
launch() {
  local name=$1
  shift
  mkdir -p "$PIDS" "$LOGS"
  # Job control gives it a process group of its own: Ctrl-C here does not reach it, and its children end with it.
  set -m
  nohup "$@" >>"$LOGS/$name.log" 2>&1 </dev/null &
  local pid=$!
  set +m
  disown "$pid" 2>/dev/null || true
  say "$pid $(process_start "$pid") $(boot_id)" >"$PIDS/$name"
}

# group_of NAME: the processes of its group that are left, one a line. Its number can't have been given to others as
# long as one is left; where the first process is gone and another has its number, nothing of ours is left.
group_of() {
  recorded "$1" || return 0
  local now stat line rest
  now=$(process_start "$PID")
  if [ -n "$now" ] && [ "$now" != "$STARTED" ]; then return 0; fi
  if [ ! -r /proc/self/stat ]; then
    ps -A -o pgid= -o pid= -o stat= | awk -v group="$PID" '$1 == group && $3 !~ /^Z/ {print $2}'
    return 0
  fi
  for stat in /proc/[0-9]*/stat; do
    read -r line 2>/dev/null <"$stat" || continue
    # After the name, which may hold spaces and brackets: state, parent, group.
    rest=${line##*) }
    case $rest in
      Z*) ;;
      ?" "*" $PID "*) case ${rest#? * } in "$PID "*) say "${line%% *}" ;; esac ;;
    esac
  done
}

# halt NAME: asks, waits, then insists; children that outlived their parent too. True when any of it ran.
halt() {
  local name=$1 left
  left=$(group_of "$name")
  if [ -z "$left" ]; then
    rm -f "$PIDS/$name"
    return 1
  fi
  local end=$((SECONDS + STOP_WAIT_SECONDS))
  # The first process alone while it lives: it knows how to end its children. Those that outlive it are asked themselves.
  if alive "$name"; then kill "$PID" 2>/dev/null || true; fi
  while [ -n "$left" ] && [ $SECONDS -lt $end ]; do
    # shellcheck disable=SC2086 # one number a word
    alive "$name" || kill $left 2>/dev/null || true
    sleep 0.1
    left=$(group_of "$name")
  done
  left=$(group_of "$name")
  if [ -n "$left" ]; then
    warn "$name (pid $(echo $left)) did not stop within $STOP_WAIT_SECONDS s and is killed"
    # shellcheck disable=SC2086
    kill -9 $left 2>/dev/null || true
  fi
  rm -f "$PIDS/$name"
}

# port_open PORT: something accepts connections there.
port_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# port_holder PORT: who listens there, as well as this user may know.
port_holder() {
  local found=''
  if command -v ss >/dev/null 2>&1; then
    found=$(ss -Hltnp "sport = :$1" 2>/dev/null | sed -n 's/.*users:((\("[^"]*",pid=[0-9]*\).*/\1/p' | tr -d '"' | head -n 1)
  elif command -v lsof >/dev/null 2>&1; then
    found=$(lsof -nP -iTCP:"$1" -sTCP:LISTEN 2>/dev/null | awk 'NR==2 {print $1 ",pid=" $2}')
  else
    found=$(proc_port_holder "$1")
  fi
  say "${found:-another process}"
}

# The same from /proc alone: the socket's inode, then the process that has it open.
proc_port_holder() {
  local hex inode fd pid
  hex=$(printf '%04X' "$1")
  inode=$(awk -v port=":$hex" '$4 == "0A" && substr($2, length($2) - 4) == port {print $10; exit}' \
    /proc/net/tcp /proc/net/tcp6 2>/dev/null) || return 0
  [ -n "$inode" ] || return 0
  for fd in /proc/[0-9]*/fd/*; do
    if [ "$(readlink "$fd" 2>/dev/null)" = "socket:[$inode]" ]; then
      pid=${fd#/proc/} pid=${pid%%/*}
      say "$(cat "/proc/$pid/comm" 2>/dev/null),pid=$pid"
      return 0
    fi
  done
}

# need_free_port PORT FOR_WHAT
need_free_port() {
  if port_open "$1"; then
    fail "port $1, needed for $2, is in use by $(port_holder "$1")" "stop that, or ./mcp down if an earlier run left it"
  fi
}

# wait_for SECONDS NAME TEST…: until the test holds; false when the time is up or the process has gone.
wait_for() {
  local end=$((SECONDS + $1)) name=$2
  shift 2
  until "$@"; do
    alive "$name" || return 1
    [ $SECONDS -lt $end ] || return 1
    sleep 0.1
  done
}
