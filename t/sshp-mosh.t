#!/bin/sh
# mosh, whose first step is an ssh that it gives a ProxyCommand of its own.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
for p in mosh mosh-server perl; do
	command -v $p > /dev/null || skip_all "no $p"
done
LC_ALL=C.UTF-8 TERM=xterm
export LC_ALL TERM
[ "$(locale charmap 2> /dev/null)" = UTF-8 ] || skip_all 'no locale C.UTF-8'
keep_world
sed '/Persist/d' "$T/config" > "$T/plain"
mkfifo "$T/keys"
exec 3<> "$T/keys"
shows() { grep -aq -- "$1" "$T/t"; }
none() { [ -z "$(processes mosh-server)" ] && [ -z "$(processes mosh-client)" ]; }

for file in plain config; do
	for how in proxy local remote; do
		"$O/t/lib/pty" mosh --ssh="sshp -F $T/$file" --experimental-remote-ip=$how server -- \
		    sh -c 'echo out$((6*7)); read x; echo got "$x"; read x' \
		    <&3 > "$T/t" 2> /dev/null &
		term=$!
		ok "$file, $how: mosh runs a session" until_ 60 shows out42
		printf 'a line\n' >&3
		ok "$file, $how: the session answers" until_ 60 shows 'got'
		lacks "$file, $how: sshp prints nothing" "$T/t" 'sshp: '
		printf '\n' >&3
		ok "$file, $how: mosh ends" until_ 60 gone $term
		ok "$file, $how: no mosh-server is left" until_ 60 none
	done
done
ok 'no process and no file of sshp is left' until_ 20 clean
finish
