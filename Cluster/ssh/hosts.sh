# shellcheck shell=bash
# The list of hosts: reads it and finds its faults. Sourced by `farm`, which sets `hosts_file`.
# shellcheck disable=SC2154 # hosts_file

hosts=()
declare -A destination cores ssh_words folder
coordinator='' addresses='' listen=''
faults=()

fault() { faults+=("$hosts_file:$1: $2; $3"); }

# is_like TEXT PATTERN: PATTERN is an extended regular expression for the whole text.
is_like() { [[ $1 =~ ^($2)$ ]]; }

readonly endpoint_form='tcp://(\[[0-9A-Fa-f:.%]+\]|[A-Za-z0-9._*-]+):[1-9][0-9]{0,4}'

# in_tokens ADDRESS,...: as tokens have them.
in_tokens() { sed -E 's,//localhost:,//127.0.0.1:,g; s,//\[::ffff:([0-9.]+)\]:,//\1:,g' <<<"$1"; }

read_hosts() {
  local line number=0
  [[ -r $hosts_file ]] || fail 64 "$hosts_file cannot be read; name the list of hosts with --hosts, as in hosts.example"
  while IFS= read -r line || [[ -n $line ]]; do
    number=$((number + 1))
    line=${line%%#*}
    # shellcheck disable=SC2086 # the words of the line
    (set -f && set -- $line && (($#))) || continue
    set -f
    # shellcheck disable=SC2086
    read_host "$number" $line
    set +f
  done <"$hosts_file"
  ((${#hosts[@]})) || fault 1 "names no host" "write a line for each, as in hosts.example"
  [[ -n $coordinator ]] || ((${#faults[@]})) ||
    fault 1 "no host is the coordinator" "give one of them coordinator=tcp://ADDRESS:7100, the address workers use"
  ((${#faults[@]} == 0)) || {
    printf '%s\n' "${faults[@]}" >&2
    exit 65
  }
}

# read_host LINE DESTINATION KEY=VALUE...
read_host() {
  local at=$1 place=$2 name word key value before words=()
  shift 2
  name=${place#*@}
  name=$(tr -c 'A-Za-z0-9._-' - <<<"$name")
  name=${name%-}
  is_like "$place" '([A-Za-z0-9._-]+@)?[][A-Za-z0-9._:%-]+' && [[ $place != -* ]] || {
    fault "$at" "'$place' is no destination of ssh" "write HOST or USER@HOST first"
    # That its name is none would be the same fault again.
    name=$at
  }
  local own_cores='' own_folder=.local/share/sweepfarm serves=false
  for word in "$@"; do
    key=${word%%=*} value=${word#*=}
    [[ $word == *=?* ]] || { fault "$at" "'$word' has no value" "write KEY=VALUE, as in cores=8"; continue; }
    case $key in
      name) name=$value ;;
      cores)
        is_like "$value" '[0-9]{1,4}' && ((10#$value <= 4096)) ||
          fault "$at" "cores=$value is no number of 0 to 4096" "write cores=8, or leave it out for all the host has"
        own_cores=$value ;;
      port)
        is_like "$value" '[0-9]{1,5}' && ((10#$value >= 1 && 10#$value <= 65535)) ||
          fault "$at" "port=$value is no number of 1 to 65535" "write the port of its sshd"
        words+=(-p "$value") ;;
      identity)
        value=${value/#\~\//$HOME/}
        [[ -r $value ]] || fault "$at" "identity=$value cannot be read" "name the file of an ssh key"
        words+=(-i "$value" -o IdentitiesOnly=yes) ;;
      option)
        is_like "$value" '[A-Za-z]+=.+' ||
          fault "$at" "option=$value is no option of ssh" "write option=NAME=VALUE, as in option=ProxyJump=gate"
        words+=(-o "$value") ;;
      folder)
        is_like "$value" '[A-Za-z0-9._/+-]+' && [[ $value != / && /$value/ != */../* ]] ||
          fault "$at" "folder=$value is no folder" "use letters, digits and / . _ + -; below the home or from /"
        own_folder=${value%/} ;;
      coordinator)
        is_like "$value" "$endpoint_form(,$endpoint_form)*" && [[ $value != *'*'* ]] ||
          fault "$at" "coordinator=$value is no address" "write the one that workers use, as in tcp://192.0.2.10:7100"
        [[ -z $coordinator ]] || fault "$at" "is a second coordinator" "a farm has one; take coordinator= from a line"
        serves=true addresses=$(in_tokens "$value") coordinator=$name ;;
      listen)
        is_like "$value" "$endpoint_form(,$endpoint_form)*" ||
          fault "$at" "listen=$value is no address" "write one of this host, or tcp://*:7100 for all"
        listen=$value ;;
      *)
        fault "$at" "'$key' is no key" \
          "there are cores, port, identity, option, name, folder, coordinator and listen" ;;
    esac
  done
  # Tokens have such names, whether they were given or come from the destination.
  is_like "$name" '[A-Za-z0-9][A-Za-z0-9._-]{0,63}' || fault "$at" "'$name' is no name for a host" \
    "give it name=WORD, a letter or digit and up to 63 more of letters, digits, '.', '_' and '-'"
  # A name may stand behind the coordinator's address.
  ! $serves || coordinator=$name
  for before in "${hosts[@]}"; do
    [[ $before != "$name" ]] || fault "$at" "there is a host $name already" "give one of them another name=WORD"
  done
  hosts+=("$name")
  destination[$name]=$place cores[$name]=$own_cores folder[$name]=$own_folder
  # Of no words printf would make an empty one.
  ssh_words[$name]=''
  ((${#words[@]} == 0)) || ssh_words[$name]=$(printf '%q ' "${words[@]}")
}
