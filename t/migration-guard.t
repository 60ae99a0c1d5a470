#!/bin/sh
# The texts of contrib/doc/MIGRATION.md for plain ssh with the guard: a loop, and
# a ProxyCommand in the config instead of TCPKeepAlive.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
. t/lib/documents.sh
world
documents_world MIGRATION.md

# The timeout is what the document leaves: 30 s.
run loop-guard
ok 'a loop with the guard: the tunnel is up and carries data' until_ 20 reverse
ssh=$(processes 'ssh -N -o ExitOnForwardFailure' | head -n 1)
config config tcpkeepalive
ssh -N -L 8022:localhost:22 vps 2> "$T/plain" &
plain=$!
ok 'instead of TCPKeepAlive: the tunnel of plain ssh carries data' until_ 20 banner '' 8022
path_cut
cut=$(now)
ok 'a loop with the guard: ssh ends when the path was cut' until_ 60 gone "$ssh"
ok 'instead of TCPKeepAlive: plain ssh ends when the path was cut' until_ 60 gone $plain
note "both ended after $(span "$cut") s"
has 'a loop with the guard: the reason is printed' "$T/said" 'tunnel-guard: .*path dead'
has 'instead of TCPKeepAlive: the reason is printed' "$T/plain" 'tunnel-guard: .*path dead'
path_heal
ok 'a loop with the guard: the tunnel carries data again after the cut' until_ 60 reverse
kill -- -$ran
ok 'a loop with the guard: nothing is left' until_ 20 no_sshp
finish
