#!/bin/sh
# A key that wants to be touched: the person is told, wherever ssh's standard
# error goes.  The key is OpenSSH's own dummy, which never waits.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
dummy=/usr/lib/openssh/regress/misc/sk-dummy/sk-dummy.so
[ -f $dummy ] || skip_all 'no sk-dummy.so (package openssh-tests)'
keep_world
ssh-keygen -q -t ed25519-sk -w $dummy -N '' -C throw-away -f "$T/sk" 2> "$T/why" ||
	skip_all "ssh-keygen: $(head -n 1 "$T/why")"
cat "$T/sk.pub" >> "$T/authorized"
mkfifo "$T/keys"
exec 3<> "$T/keys"
sed "s|IdentityFile.*|IdentityFile $T/sk\n    SecurityKeyProvider $dummy|; /BatchMode/d
    s/^Host \*/&\n    PersistBackoff 1s 1s/" "$T/config" > "$T/touch"
shows() { [ "$(grep -c -- "$1" "$T/t")" -ge "${2:-1}" ]; }
by_hand() {
	: > "$T/t"
	"$O/t/lib/pty" sshp -F "$T/touch" "$@" <&3 > "$T/t" 2> /dev/null &
	term=$!
}
ends() {
	printf '\003' >&3
	ok "$1: sshp ends" until_ 60 gone $term
	ok "$1: no process and no file of sshp is left" until_ 20 clean
}

by_hand -N server
ok 'a tunnel in the foreground with a security key is up' until_ 60 shows 'up in'
ok 'ssh asks for the touch in the foreground' shows 'Confirm user presence for key ED25519-SK'
lacks 'sshp does not ask for the touch a second time in the foreground' "$T/t" 'touch the security key'
ends 'in the foreground'

by_hand -o PersistPassword=yes -N server
ok 'a tunnel with PersistPassword and a security key is up' until_ 60 shows 'up in'
ok 'sshp-askpass asks for the touch with PersistPassword' shows 'Confirm user presence for key ED25519-SK'
kill -KILL "$(kept "$(kept $term)")"
ok 'a tunnel with PersistPassword and a security key is back after a loss' until_ 60 shows 'reconnected after'
ends 'PersistPassword'

by_hand -f -N server
ok 'a tunnel of sshp -f with a security key is up' until_ 60 shows 'up in'
ok 'sshp -f asks for the touch' shows "^sshp: server: touch the security key for $T/sk to log in"
ok 'sshp -f lets go of the terminal' until_ 60 gone $term
sshp=$(processes "sshp -F $T/touch" | head -n 1)
first=$(kept "$sshp")
kill -KILL "$first"
back() { ssh=$(kept "$sshp") && [ -n "$ssh" ] && [ "$ssh" != "$first" ] && sshpctl wait -t 1 server; }
ok 'a tunnel of sshp -f with a security key is back after a loss' until_ 60 back
kill "$sshp"
ok 'no process and no file of sshp -f is left' until_ 20 clean
finish
