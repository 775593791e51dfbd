# shellcheck shell=sh
# What `farm` does at the far end, as functions. A POSIX shell there reads this from its standard input, after a line
# that sets `folder` (of the farm), `host` (its name) and `limit` (seconds to wait for a program), and before lines that
# call functions. Answers are lines "KEY VALUE"; complaints go to standard error.

set -u
umask 077
case $folder in /*) ;; *) folder=$HOME/$folder ;; esac
mine=$folder/$host
nap() { sleep 0.2 2>/dev/null || sleep 1; }
complain() { printf '%s\n' "$*" >&2; exit 1; }

# line_of ROLE: its command line with a blank after each word; nothing where it does not run.
line_of() {
  pid=
  [ -r "$mine/$1.pid" ] && read -r pid <"$mine/$1.pid"
  [ -n "$pid" ] && [ -r "/proc/$pid/cmdline" ] || return 0
  line=$(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null)
  # After a reboot the number may be another program's.
  case $line in "$folder"/versions/*) printf '%s\n' "$line" ;; esac
}

probe() {
  echo "machine $(uname -m)"
  echo "processors $(getconf _NPROCESSORS_ONLN 2>/dev/null || echo '?')"
  for version in "$folder"/versions/*/ready; do
    [ -e "$version" ] || continue
    name=${version%/ready}
    echo "has ${name##*/} $(cat "$version")"
  done
  for role in coordinator worker; do echo "$role $(line_of $role)"; done
  [ -e "$mine/worker.token" ] || return 0
  echo "token $(token_fact "$mine/worker.token" id)"
  echo "addresses $(token_fact "$mine/worker.token" addresses)"
}

# token_fact FILE KEY: what a token says; several values with commas between. A token has a line for each key.
token_fact() {
  sed -n "s/^ *\"$2\": \[*\"\(.*\)\"\]*,*\$/\1/p" "$1" | tr -d '"'
}

# make_room VERSION: an empty folder to unpack into.
make_room() {
  rm -rf "$folder/versions/$1.$host" && mkdir -p "$folder/versions/$1.$host" "$mine"
}

# take_up VERSION: what was unpacked becomes the version, if it runs here. Where hosts share a home, the first wins.
take_up() {
  new=$folder/versions/$1.$host
  set -- "$1" "$new"/*
  said=$("$2/bin/sweepfarm" --version 2>&1 </dev/null) || complain "the program does not run here: $said"
  said=${said#sweepfarm }
  mv "$2" "$new.moved" && rm -rf "$new" && printf '%s\n' "${said%%,*}" >"$new.moved/ready" || exit 1
  [ -e "$folder/versions/$1/ready" ] || mv "$new.moved" "$folder/versions/$1" 2>/dev/null
  rm -rf "$new.moved"
  [ -e "$folder/versions/$1/ready" ] || complain "the program cannot be put into $folder/versions"
}

# clear_out VERSION: removes versions that nothing of this host runs.
clear_out() {
  for old in "$folder"/versions/*; do
    [ "${old##*/}" = "$1" ] && continue
    case "$(line_of coordinator) $(line_of worker)" in *"$old/"*) continue ;; esac
    # Another host of a shared home may run it: only what is a day old goes.
    [ -n "$(find "$old" -prune -mtime +0 2>/dev/null)" ] && rm -rf "$old"
  done
  return 0
}

stop() {
  [ -n "$(line_of "$1")" ] || { rm -f "$mine/$1.pid"; echo "$1 absent"; return 0; }
  read -r pid <"$mine/$1.pid"
  kill -TERM "$pid" 2>/dev/null
  end=$(($(date +%s) + limit))
  outcome=stopped
  while [ -n "$(line_of "$1")" ]; do
    if [ "$(date +%s)" -gt "$end" ]; then
      kill -KILL "$pid" 2>/dev/null
      outcome=killed
      end=$(($(date +%s) + 1))
    fi
    nap
  done
  rm -f "$mine/$1.pid"
  echo "$1 $outcome"
}

# start ROLE VERSION WORD...: starts `sweepfarm WORD...` unless that very command runs; what runs otherwise is stopped.
start() {
  role=$1 program=$folder/versions/$2/bin/sweepfarm
  shift 2
  mkdir -p "$mine" && cd "$mine" || exit 1
  if [ "$(line_of "$role")" = "$program $* " ] && [ ! -e "$role.stale" ]; then echo "$role kept"; return 0; fi
  stop "$role" >/dev/null
  log=$mine/$role.log
  [ ! -e "$log" ] || [ "$(wc -c <"$log")" -lt 10000000 ] || mv "$log" "$log.1"
  : >>"$log"
  from=$(($(wc -c <"$log") + 1))
  apart=$(command -v setsid || command -v nohup) || complain "there is neither setsid nor nohup"
  # The shell writes its number and becomes the program.
  # shellcheck disable=SC2016 # that shell expands them
  "$apart" sh -c 'echo $$ >"$0" && exec "$@"' "$mine/$role.pid" "$program" "$@" </dev/null >>"$log" 2>&1 &
  end=$(($(date +%s) + limit))
  nap
  while :; do
    [ "$(line_of "$role")" = "$program $* " ] || nap
    [ "$(line_of "$role")" = "$program $* " ] || break
    is_ready "$role" && { rm -f "$role.stale"; echo "$role started"; return 0; }
    [ "$(date +%s)" -le "$end" ] || complain "$role says nothing for $limit s; see farm logs"
    nap
  done
  complain "$role ended at once: $(tail -c "+$from" "$log" | tail -n 1)"
}

# A coordinator is ready once it listens; a worker that is refused ends within a moment.
is_ready() {
  case $1 in
    coordinator) tail -c "+$from" "$log" | grep -q '^listening on ' ;;
    worker) sleep 1; [ -n "$(line_of worker)" ] ;;
  esac
}

# keep_token: standard input is a worker's token.
keep_token() {
  mkdir -p "$mine" && cat >"$mine/worker.token.new" && mv "$mine/worker.token.new" "$mine/worker.token" &&
    : >"$mine/worker.stale"
}

# The rest is for the coordinator's host.
tokens() { "$folder/versions/$1/bin/sweepfarm" token list --keys "$mine/keys" </dev/null; }

# make_token VERSION ROLE NAME FORMER,... ADDRESS,...: prints it between two lines that name its holder, ROLE.NAME, and
# then revokes the holder's former ones: an address that is refused costs nobody a token.
make_token() {
  program=$folder/versions/$1/bin/sweepfarm file=$mine/$3.token.new
  rm -f "$file"
  role=$2 name=$3 former=$4 addresses=$5
  set --
  for address in $(echo "$addresses" | tr ',' ' '); do set -- "$@" --address "$address"; done
  "$program" token create "$role" --name "$name" --keys "$mine/keys" --output "$file" "$@" >/dev/null </dev/null ||
    exit 1
  echo "token $role.$name" && cat "$file" && echo "end $role.$name"
  rm -f "$file"
  for id in $(echo "$former" | tr ',' ' '); do
    "$program" token revoke "$id" --keys "$mine/keys" >/dev/null </dev/null || exit 1
  done
}

# see VERSION ADDRESS,...: what the coordinator says of its farm. The token for that is made anew when it was revoked,
# the keys are new, or the coordinator has other addresses.
see() {
  file=$mine/viewer.token program=$folder/versions/$1/bin/sweepfarm id='' at=''
  list=$(tokens "$1") || exit 1
  good=$(printf '%s\n' "$list" | sed -n 's/^\([a-z0-9]*\)  *viewer  *status  *[^ ]*$/\1/p' | tr '\n' ',')
  [ ! -s "$file" ] || { id=$(token_fact "$file" id) at=$(token_fact "$file" addresses); }
  case ",$good" in *",$id,"*) ;; *) at='' ;; esac
  if [ "$at" != "$2" ]; then
    made=$(make_token "$1" viewer status "$good" "$2") || exit 1
    printf '%s\n' "$made" | sed '1d;$d' >"$file"
    # The coordinator looks for new tokens a few times a second.
    sleep 1
  fi
  "$program" workers --token "$file" </dev/null && "$program" list --token "$file" </dev/null
}

# purge: removes what `up` made, and the folder if nothing else is in it.
purge() {
  for role in worker coordinator; do [ -z "$(line_of $role)" ] || complain "$role still runs"; done
  rm -rf "$mine"
  for other in "$folder"/*/*.pid; do [ ! -e "$other" ] || return 0; done
  rm -rf "$folder/versions"
  rmdir "$folder" 2>/dev/null || :
}
