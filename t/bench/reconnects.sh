# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# Part of t/bench/run: what a sshp has after many reconnects.  MARKS: after how
# many starts of ssh to look ("100 1000"); LOGS: a directory that gets what
# sshp said.
measure() {
	case $(ldd "$O/sshp" 2>&1) in
	*libasan*|*'not a dynamic'*)
		echo 'not measured: a static or sanitised sshp takes no preload' >&2
		return 2
		;;
	esac
	# shellcheck disable=SC2154 # T is the world's
	mkdir "$T/stubs" && mkdir -m 700 "$T/run"
	cp "$O/t/bench/stub" "$T/stubs/ssh" && cp "$O/t/lib/hasty.so" "$T/" || return 1
	XDG_RUNTIME_DIR=$T/run
	export XDG_RUNTIME_DIR
	# shellcheck disable=SC2086
	perl t/bench/reconnects.pl "$T/stubs" ${MARKS:-100 1000}
	status=$?
	[ -z "${LOGS:-}" ] || cp "$T/log" "$LOGS/reconnects.log"
	return $status
}
