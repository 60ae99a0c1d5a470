# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# Part of t/bench/run: how often sshp and its guard wake up while a tunnel is up
# and nobody uses it: with ssh's own questions (ServerAliveInterval), which pass
# through the guard, and without.  IDLE: for how many seconds to look (120).

# Every switch of a process: it slept and was woken, or had to give way.
switches() {
	awk '/ctxt_switches/ { n += $2 } END { print n }' "/proc/$1/status"
}

# The guard of an ssh, and the monitor of a passed socket, which is nobody's.
guard() {
	processes tunnel-guard | while read -r p; do
		[ "$(readlink "/proc/$p/exe")" != "$O/tunnel-guard" ] || echo "$p"
	done
}

# start name ssh's-words...: a kept tunnel; sshp's and the guard's pids.
start() {
	name=$1
	shift
	guard > "$T/before"
	keep "$T/$name.log" "$@" server
	until_ 60 says "$T/$name.log" 'up in' || {
		cat "$T/$name.log" >&2
		exit 1
	}
	guard | grep -vxFf "$T/before" > "$T/$name.guard"
	echo "$name $keep $(head -n 1 "$T/$name.guard")" >> "$T/all"
}

all_switches() {
	while read -r _ sshp guard; do
		switches "$sshp"
		switches "$guard"
	done < "$T/all"
}
# No process was woken for three seconds: the work after the start is done.
settled() {
	seen=$(all_switches)
	if [ "$seen" != "${counts-}" ]; then
		counts=$seen
		since=$(now)
	fi
	[ $(($(now) - since)) -ge 3000 ]
}

measure() {
	keep_world
	sed -i '/PersistTimeout/d' "$T/config"
	: > "$T/before"
	start asked -N -L 9001:localhost:22
	start quiet -N -L 9002:localhost:22 -o ServerAliveInterval=0
	start fdpass -N -L 9003:localhost:22 -o ServerAliveInterval=0 \
	    -o PersistGuard=fdpass
	until_ 120 settled
	while read -r name sshp guard; do
		echo "$name $(switches "$sshp") $(switches "$guard")"
	done < "$T/all" > "$T/first"
	sleep "${IDLE:-120}"
	printf '%-38s %10s %10s\n' "wake-ups in ${IDLE:-120} s, tunnel up and idle" \
	    sshp tunnel-guard
	while read -r name sshp guard; do
		# shellcheck disable=SC2046
		set -- $(sed -n "s/^$name //p" "$T/first")
		case $name in
		asked) what='as it comes: ServerAliveInterval 10' ;;
		quiet) what='ServerAliveInterval 0' ;;
		fdpass) what='PersistGuard fdpass, the same' ;;
		esac
		printf '%-38s %10d %10d\n' "$what" $(($(switches "$sshp") - $1)) \
		    $(($(switches "$guard") - $2))
		kill "$sshp"
	done < "$T/all"
}
