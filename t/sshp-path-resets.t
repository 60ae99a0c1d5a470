#!/bin/sh
# A path that resets or closes each connection, at any step of it: sshp goes on
# with a bounded number of attempts, and is back soon after the path heals.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world

# attacked name step...: a tunnel behind a path of its own, which lets all pass.
next=0
attacked() {
	next=$((next + 1))
	attacked_name=$1
	shift
	echo pass > "$T/step.$attacked_name"
	perl t/lib/attack 127.0.0.2:$((2000 + next)) server:22 "$T/step.$attacked_name" > "$T/seen.$attacked_name" &
	until_ 10 listens '' $((2000 + next))
	sshp -F "$T/config" -o HostName=127.0.0.2 -p $((2000 + next)) -N -R $((8000 + next)):localhost:22 -o PersistName="$attacked_name" server 2> "$T/$attacked_name" &
	eval "pid_$attacked_name=\$!"
	ok "the tunnel $attacked_name is up" until_ 10 says "$T/$attacked_name" ': up in'
	echo "$*" > "$T/step.$attacked_name"
	kill -9 "$(eval "kept \$pid_$attacked_name")"
}
# attempts name: since the path attacks.
attempts() { grep -vc pass "$T/seen.$1"; }

minutes=${MINUTES:-1}
names='accept_rst kexinit_fin keys_rst login_rst up_rst'
attacked accept_rst accept rst
attacked kexinit_fin kexinit fin
attacked keys_rst keys rst
attacked login_rst login rst 300
attacked up_rst up rst 1
goes_on() {
	for name in $names; do
		! grep -q 'needs you\|stopped' "$T/$name" || return 1
	done
}
ok 'no attack parks or ends a tunnel' holds_for $((60 * minutes)) goes_on
for name in $names; do
	note "$name: $(attempts "$name") attempts in $minutes min; last words: $(tail -n 1 "$T/$name")"
	ok "there are no more than 30 attempts a minute ($name)" test "$(attempts "$name")" -le $((30 * minutes))
	echo pass > "$T/step.$name"
done
healed=$(now)
for name in $names; do
	back() { [ "$(tail -n 1 "$T/seen.$name" | cut -d' ' -f2)" = pass ] && tail -n 1 "$T/$name" | grep -q 'reconnected after'; }
	ok "the tunnel is back after the path healed ($name)" until_ 10 back
	note "$name: back $(span "$healed") s after the repair"
done
for name in $names; do
	eval "kill \$pid_$name; wait \$pid_$name"
done
ok 'no process and no file of sshp is left' until_ 10 clean
finish
