#!/bin/sh
# What the user typed or wrote and sshp cannot do is told, and nothing is
# dropped in silence: a tunnel that is not kept, a tunnel device that fails.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
sed '/Persist/d' "$T/config" > "$T/plain"
hint='^sshp: server: running plain ssh, which does not reconnect: set "Persist yes" for this host'

# --- sshp -f -N of a host without Persist ---
# by_hand words...: sshp on a terminal, all that it shows in $T/t.
by_hand() {
	"$O/t/lib/pty" sshp "$@" < /dev/null > "$T/t" 2>&1
}
by_hand -F "$T/plain" -f -N -o ProxyCommand=false server
has '-f -N without Persist: on a terminal one line says that nothing is kept' "$T/t" "$hint"
by_hand -F "$T/config" -o Persist=no -N -o ProxyCommand=false server
lacks 'with Persist no sshp does not say that nothing is kept' "$T/t" 'does not reconnect'
by_hand -F "$T/plain" -q -N -o ProxyCommand=false server
lacks 'with -q sshp does not say that nothing is kept' "$T/t" 'does not reconnect'
sshp -F "$T/plain" -f -N -o ProxyCommand=false server > "$T/t" 2>&1 < /dev/null
lacks 'without a terminal sshp does not say that nothing is kept' "$T/t" 'does not reconnect'
by_hand -F "$T/plain" -o ProxyCommand=false server true
lacks 'for a remote command sshp does not say that nothing is kept' "$T/t" 'does not reconnect'

# --- -w: the server permits no tunnel device ---
keep "$T/w" -N -w any -o ExitOnForwardFailure=yes server
ok '-w with ExitOnForwardFailure yes: a device that is refused shows' \
    until_ 10 says "$T/w" 'lost after\|; retrying'
kill $keep
wait $keep
keep "$T/w" -N -w any server
ok 'without ExitOnForwardFailure a device that is refused shows, too' \
    until_ 10 says "$T/w" 'lost after\|; retrying'
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean
finish
