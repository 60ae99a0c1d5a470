#!/bin/sh
# SPDX-License-Identifier: ISC
# What a sshp has after many reconnects.  MARKS: after how many starts of ssh
# to look ("100 1000 10000").
. t/lib/tap.sh
. t/lib/world.sh
world
case $(ldd "$O/sshp" 2>&1) in
*libasan*|*'not a dynamic'*)
	echo 'reconnects: a static or sanitised sshp takes no preload' >&2
	exit 2
	;;
esac
# shellcheck disable=SC2154 # T is the world's
mkdir "$T/stubs" && mkdir -m 700 "$T/run"
cp "$O/t/bench/stub" "$T/stubs/ssh" && cp "$O/t/lib/hasty.so" "$T/" || exit 1
XDG_RUNTIME_DIR=$T/run
export XDG_RUNTIME_DIR
# shellcheck disable=SC2086
perl t/bench/reconnects.pl "$T/stubs" ${MARKS:-100 1000 10000}
status=$?
[ -z "${LOGS:-}" ] || cp "$T/log" "$LOGS/reconnects.log"
exit $status
