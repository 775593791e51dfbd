# shellcheck shell=bash
# `farm up`: archives, tokens, and what starts. Sourced by `farm`, whose functions reach the hosts.
# shellcheck disable=SC2154 # hosts, coordinator, addresses, listen, cores, folder, work, admitted, client_token

declare -A archive_of version_of

# find_archives: by processor; packs the folder this script is in where that is an unpacked archive.
find_archives() {
  local file
  if ((${#archives[@]} == 0)); then
    if [[ -x $here/../../bin/sweepfarm ]]; then
      pack_own "$(cd "$here/../.." && pwd)"
    else
      file=$(find "$here/../../.build/package" -maxdepth 1 -name 'sweepfarm-*-linux-*.tar.gz' -printf '%T@ %p\n' \
        2>/dev/null | sort -rn | sed -n '1s/^[^ ]* //p') || :
      [[ -n $file ]] || fail 64 "there is no archive to copy; make one with Scripts/package, or name it with --archive"
      archives=("$file")
    fi
  fi
  for file in "${archives[@]}"; do
    [[ -r $file ]] || fail 64 "--archive: $file cannot be read; Scripts/package makes one"
    is_like "${file##*/}" 'sweepfarm-[A-Za-z0-9.+~_-]+-linux-[a-z0-9_]+\.tar\.gz' ||
      fail 64 "--archive: ${file##*/} is not named sweepfarm-VERSION-linux-PROCESSOR.tar.gz; use Scripts/package"
    local machine=${file##*-linux-}
    machine=${machine%.tar.gz}
    archive_of[$machine]=$file
    version_of[$machine]=$(sha256sum <"$file" | cut -c 1-16)
  done
}

# pack_own FOLDER: what a host needs of an unpacked archive, under the name that the archive has. What a person keeps in
# the folder besides, as tokens and results, stays here. The same release always gives the same bytes.
pack_own() {
  local release part parts=()
  release=$("$1/bin/sweepfarm" --version </dev/null | sed -n '1s/^sweepfarm \([^,]*\),.*/\1/p') || release=''
  [[ -n $release ]] || fail 69 "$1/bin/sweepfarm does not run here; name the archive for your hosts with --archive"
  release=sweepfarm-$release-linux-$(uname -m)
  for part in README.md bin/sweepfarm lib licences; do [[ ! -e $1/$part ]] || parts+=("$part"); done
  tar --create --directory "$1" --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 \
    --mode=u=rwX,go=rX --transform="flags=r;s,^,$release/," "${parts[@]}" | gzip -n >"$work/$release.tar.gz" ||
    fail 69 "$1 cannot be packed; see above"
  archives=("$work/$release.tar.gz")
}

look() {
  far "$1" probe >"$work/$1.probe"
}

# processor HOST: as archives call it.
processor() {
  local machine
  machine=$(fact "$1" machine)
  case $machine in
    amd64) machine=x86_64 ;;
    arm64) machine=aarch64 ;;
  esac
  printf '%s\n' "$machine"
}

version() { printf '%s\n' "${version_of[$(processor "$1")]}"; }

bring() {
  look "$1"
  local machine version
  machine=$(processor "$1")
  [[ -n ${archive_of[$machine]-} ]] || {
    echo "its processor is $machine, and no archive is for that; add one with --archive" >&2
    return 1
  }
  version=${version_of[$machine]}
  ! fact "$1" has | grep -q "^$version " || return 0
  far "$1" make_room "$version"
  over "$1" tar -xzf - -C "${folder[$1]}/versions/$version.$1" <"${archive_of[$machine]}"
  far "$1" take_up "$version"
  echo "unpacked ${archive_of[$machine]##*/} as $version"
}

# A coordinator refuses workers of another version: they give back what they hold before it changes.
drain_old() {
  local line
  line=$(fact "$1" worker)
  [[ -z $line || $line == *"/versions/$(version "$1")/"* ]] || far "$1" stop worker
}

start_coordinator() {
  local address places listening=()
  IFS=, read -ra places <<<"$listen"
  for address in "${places[@]}"; do listening+=(--listen "$address"); done
  far "$1" start coordinator "$(version "$1")" coordinator "${listening[@]}" --journal journal --keys keys
}

# A token serves as long as its host has it, nobody revoked it, and it has the coordinator's addresses; else it is
# replaced and revoked.
deal_tokens() {
  local list id role holder revoked name key text='' wanted=()
  declare -A newest standing stale
  list=$(far "$coordinator" tokens "$(version "$coordinator")") || fail 69 "the coordinator lists no tokens; see above"
  while read -r id role holder _ revoked; do
    key=$role.$holder
    newest[$key]=$id standing[$key]=${revoked:-good}
    [[ -n $revoked ]] || stale[$key]+=,$id
  done <<<"$list"
  for name in "${hosts[@]}"; do
    [[ ! -e $work/$name.missing && ${cores[$name]} != 0 ]] || continue
    key=worker.$name
    if [[ ${standing[$key]:-good} != good && $admitted != "$name" ]]; then
      echo "its token ${newest[$key]} is revoked; farm up --admit $name gives it another" >"$work/$name.missing"
    elif ! serves "$key" "$(fact "$name" token)" "$(fact "$name" addresses)"; then
      wanted+=("$key $work/$name.token")
    fi
  done
  name=$(printf 'client-%s-%s' "$(id -un)" "$(uname -n)" | tr -c 'A-Za-z0-9._-' - | cut -c 1-60)
  key=client.$name
  serves "$key" "$(token_fact "$client_token" id)" "$(token_fact "$client_token" addresses)" ||
    wanted+=("$key $client_token")
  ((${#wanted[@]})) || return 0
  for name in "${wanted[@]}"; do
    key=${name%% *}
    text+="$(call make_token "$(version "$coordinator")" "${key%%.*}" "${key#*.}" "${stale[$key]-}" "$addresses")"
    text+=$'|| exit 1\n'
  done
  text=$(far_text "$coordinator" "$text") || fail 69 "the coordinator makes no tokens; see above"
  for name in "${wanted[@]}"; do
    key=${name%% *}
    put_token "${name#* }" "$(sed -n "/^token ${key//./[.]}\$/,/^end ${key//./[.]}\$/p" <<<"$text" | sed '1d;$d')"
  done
  # The coordinator looks for new tokens a few times a second, and a worker whose key it does not know leaves.
  sleep 1
}

# serves KEY ID ADDRESS,...: whether this token of a holder does, by what `deal_tokens` found.
serves() {
  [[ ${standing[$1]-} == good && ${newest[$1]} == "$2" && $3 == "$addresses" ]]
}

# token_fact FILE KEY: as far.sh has it.
token_fact() {
  [[ ! -r $1 ]] || sed -n "s/^ *\"$2\": \[*\"\(.*\)\"\]*,*\$/\1/p" "$1" | tr -d '"'
}

# put_token FILE TEXT
put_token() {
  mkdir -p "$(dirname "$1")"
  rm -f "$1.new"
  (umask 077 && printf '%s\n' "$2" >"$1.new")
  mv "$1.new" "$1"
}

start_worker() {
  if [[ ${cores[$1]} == 0 ]]; then
    far "$1" stop worker | grep -v absent || :
    return
  fi
  if [[ -s $work/$1.token ]]; then
    far_text "$1" "keep_token <<'END-OF-TOKEN'"$'\n'"$(<"$work/$1.token")"$'\nEND-OF-TOKEN'
  fi
  local words=(worker --token worker.token --name "$1")
  [[ -z ${cores[$1]} ]] || words+=(--cores "${cores[$1]}")
  far "$1" start worker "$(version "$1")" "${words[@]}"
}

tidy() { far "$1" clear_out "$(version "$1")"; }

up() {
  find_archives
  [[ -z $admitted ]] || is_host "$admitted"
  each bring
  each_said
  [[ ! -e $work/$coordinator.missing ]] || finish up
  each drain_old
  each_said
  try "$coordinator" start_coordinator
  each_said
  [[ ! -e $work/$coordinator.missing ]] || finish up
  deal_tokens
  each start_worker
  each_said
  each tidy
  see_farm || echo "cannot be asked: $(tail -n 1 "$work/$coordinator.err")" >"$work/$coordinator.missing"
  printf 'farm: submit with SWEEPFARM_TOKEN=%q sweepfarm submit FILE\n' "$client_token"
  finish up
}

see_farm() {
  far "$coordinator" see "$(version "$coordinator")" "$addresses" 2>"$work/$coordinator.err"
}
