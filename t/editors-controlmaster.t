#!/bin/sh
# A ControlMaster whose path is dead: plain ssh through it hangs; with the guard,
# as in contrib/doc/EDITORS.md, it ends, and the next ssh makes a new master.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
. t/lib/documents.sh
world
documents_world EDITORS.md

through() { timeout 60 ssh -o ConnectTimeout=5 vps "echo $1" < /dev/null 2> "$T/err"; }
# begin: a command through the master while the path is dead; its pid in $client.
begin() {
	path_cut
	cut=$(now)
	ssh -o ConnectTimeout=5 vps 'echo through' > "$T/out" 2>&1 < /dev/null &
	client=$!
}

config config controlmaster
sed -i '/ProxyCommand/d' "$HOME/.ssh/config"
is 'plain ssh makes a master' "$(through one)" one
begin
ok 'plain ssh through a master hangs for 30 s while the path is dead' holds_for 30 alive $client
kill $client
ssh -O exit vps 2> /dev/null
path_heal

config config controlmaster
is 'plain ssh makes a master with the guard' "$(through two)" two
begin
ok 'with the guard, ssh through the master ends while the path is dead' until_ 30 gone $client
note "it ended after $(span "$cut") s"
wait $client
is 'with the guard, ssh through a dead master ends with 255' $? 255
path_heal
is 'the next ssh makes a new master' "$(through three)" three
ssh -O exit vps 2> /dev/null

# Without ControlMaster: any program that runs ssh.
config config guard
mkfifo "$T/keys"
exec 4<> "$T/keys"
ssh vps 'echo connected; cat' > "$T/out" 2> "$T/err" <&4 &
plain=$!
until_ 20 says "$T/out" connected
path_cut
echo more >&4
ok 'the guard for all hosts ends a plain ssh while the path is dead' until_ 30 gone $plain
wait $plain
is 'that ssh ends with 255' $? 255
has 'the guard says why' "$T/err" 'tunnel-guard: .*path dead'
path_heal
ok 'no process and no file of sshp is left' until_ 20 no_sshp
finish
