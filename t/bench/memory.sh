# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# Part of t/bench/run: the memory of sshp and tunnel-guard, with one tunnel and
# with many, all up and idle; also of a static build against musl where
# musl-gcc is there.  MANY: how many (50).
outside() {
	builds=$O
	command -v musl-gcc > /dev/null &&
	    make -s O="$O" static > /dev/null && builds="$O $O/musl"
	printf '%-28s %5s %7s %7s %7s %7s %7s %7s\n' 'kB each' count PSS own \
	    stack rest files tables
	for O in $builds; do
		inside || return 1
	done
}

start() {
	from=$1 to=$2 pids=
	while [ "$from" -lt "$to" ]; do
		keep "$T/$from.log" -N -L "$((9000 + from)):localhost:22" server
		pids="$pids $keep"
		from=$((from + 1))
	done
	for n in $(seq "$1" $(($2 - 1))); do
		until_ 120 says "$T/$n.log" 'up in' || cat "$T/$n.log" >&2
	done
	sleep 5
}

# A row for all the guards, and one for all the sshp, that run.
row() {
	set --
	for p in $(processes "$O/tunnel-guard"); do
		[ "$(readlink "/proc/$p/exe")" != "$O/tunnel-guard" ] ||
			set -- "$@" "tunnel-guard, $build=$p"
	done
	for p in $all; do
		set -- "sshp, $build=$p" "$@"
	done
	perl t/bench/memory.pl "$@"
}

measure() {
	keep_world
	case $O in
	*/musl) build=static ;;
	*) build=dynamic ;;
	esac
	start 0 1
	all=$pids
	row
	start 1 "${MANY:-50}"
	all="$all $pids"
	row
	# shellcheck disable=SC2086
	kill $all
}
