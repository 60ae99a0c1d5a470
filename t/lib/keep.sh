# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# For tests of sshp: . t/lib/tap.sh; . t/lib/world.sh; . t/lib/keep.sh; world; keep_world.

# keep_world: the wire, a server, and a config that says Persist; sshp's own
# directories are in $T/run.
keep_world() {
	wire && sshd_up "$server" || exit 1
	mkdir -m 700 "$T/run"
	XDG_RUNTIME_DIR=$T/run
	export XDG_RUNTIME_DIR
	sed -i '/ProxyCommand/d; /ServerAliveInterval/d' "$T/config"
	sed -i '1i IgnoreUnknown Persist*' "$T/config"
	sed -i 's/^Host \*/&\n    Persist yes\n    PersistTimeout 3s/' "$T/config"
}

# keep log ssh's-words...: sshp in the background, its pid in $keep.
keep() {
	keep_log=$1
	shift
	# What an earlier one said there must not be taken for this one's.
	: > "$keep_log"
	sshp -F "$T/config" "$@" 2> "$keep_log" &
	keep=$!
}

# config line...: $T/config is that of keep_world, and these lines.
config() {
	[ -f "$T/base" ] || cp "$T/config" "$T/base"
	{
		cat "$T/base"
		printf '    %s\n' "$@"
	} > "$T/config"
}

# clients log words...: t/lib/clients in the background; its pid in $client.
clients() {
	clients_log=$1
	shift
	perl t/lib/clients "$@" > "$clients_log" 2> "$clients_log.err" &
	client=$!
	until_ 10 says "$clients_log.err" connected
}

# says file pattern [times]: lines match, so many at least.
says() {
	[ "$(grep -c -- "$2" "$1")" -ge "${3:-1}" ]
}

# kept pid: the ssh that this sshp runs now.
kept() {
	cat "/proc/$1/task/$1/children" 2> /dev/null | tr ' ' '\n' | head -n 1
}

# server_down, server_up: all that is sshd over there.
# shellcheck disable=SC2154 # set by sshd_up
server_down() {
	kill "$sshd_pid"
	until_ 5 gone "$sshd_pid"
	for keep_p in $(sessions); do
		kill -9 "$keep_p"
	done
}
# shellcheck disable=SC2154 # set by host
server_up() {
	sshd_up "$server"
}

# clean: nothing of a sshp is left: no process, no file.
clean() {
	[ -z "$(processes "$T/config")" ] && [ -z "$(processes tunnel-guard)" ] &&
	    [ -z "$(ls "$T/run/sshp" 2> /dev/null)" ]
}
