#!/bin/sh
# Surroundings that hide processes or give them other numbers: the connection
# ends all the same by its closed pipes, and where that is not enough nobody is
# signalled who is not proven to be our ssh.
. t/lib/tap.sh
. t/lib/world.sh
world
copy_build
# The leak sanitiser wants a /proc.
ASAN_OPTIONS=${ASAN_OPTIONS:-}:detect_leaks=0
export ASAN_OPTIONS
wire
# shellcheck disable=SC2154 # set by wire
sshd_up "$server"
mkdir -p "$T/bin"

# start name config command...: ssh in the background, under the command; its
# pid in $T/name.pid.  stay: it waits for a command of its own, so that it has
# to be told; then, that is under way when $T/name.local is there.
start() {
	start_name=$1 start_config=$2
	shift 2
	"$@" -F "$start_config" -l "$(id -un)" -N server \
	    2> "$T/$start_name.err" < /dev/null &
	echo $! > "$T/$start_name.pid"
}
stay() {
	stay_name=$1 stay_config=$2
	shift 2
	start "$stay_name" "$stay_config" "$@" -o PermitLocalCommand=yes \
	    -o "LocalCommand=echo > $T/locals/$stay_name; exec sleep 1234"
}
mkdir -m 1777 "$T/locals"
pid() {
	cat "$T/$1.pid"
}
via() {
	sed "s|ProxyCommand.*|ProxyCommand $2|" "$T/config" > "$T/$1"
	echo "$T/$1"
}

# No /proc at all.
cat > "$T/bin/noproc" <<-'END'
	mount -t tmpfs none /proc && exec ssh "$@"
END
start noproc "$T/config" unshare --mount sh "$T/bin/noproc"
stay noproc_stays "$T/config" unshare --mount sh "$T/bin/noproc"

# A namespace for the guard's numbers, and a /proc that is right, or another's.
# In the latter somebody innocent has the number that is ssh's outside.
right=$(via right "unshare --pid --fork --mount-proc tunnel-guard -t 3 %h %p")
start right "$right" ssh
stay right_stays "$right" ssh
cat > "$T/bin/inner" <<-'END'
	exec 3>&2
	echo $(($1 - 1)) > /proc/sys/kernel/ns_last_pid
	sleep 54321 < /dev/null > /dev/null 2>&1 3>&- &
	echo "innocent $! of $1" >&2
	shift
	tunnel-guard "$@"
	sleep 100000
END
cat > "$T/bin/outer" <<-END
	exec unshare --pid --fork sh "$T/bin/inner" \$PPID "\$@"
END
wrong=$(via wrong "sh $T/bin/outer -t 3 %h %p")
stay wrong_stays "$wrong" ssh

# A guard below a guard.
cat > "$T/chain" <<-END
	Match host far
	    HostName localhost
	    ProxyCommand ssh -F $T/config -W %h:22 server
	Include $T/config
END
"$O/t/lib/subreaper" ssh -F "$T/chain" -N far 2> "$T/chain.err" &
chain=$!

# Somebody who is not root: an ssh that may not be looked into, and a /proc
# that hides what is not his.
guest='' guests=0
if [ "$(id -u)" -eq 0 ]; then
	guests=4
	guest='setpriv --reuid 4321 --regid 4321 --clear-groups env HOME=/run/t/guest'
	echo 'guest:x:4321:4321::/run/t/guest:/bin/sh' >> "$T/passwd"
	mkdir -m 755 "$T/guest"
	cp "$T/key" "$T/guest/key"
	chown 4321 "$T/guest/key"
	chmod 644 "$T/known"
	sed "s|IdentityFile.*|IdentityFile $T/guest/key|" "$T/config" > "$T/guest/config"
	cp "$(command -v ssh)" "$T/bin/ssh"
	chmod 711 "$T/bin/ssh"
	# shellcheck disable=SC2086
	{
		start closed "$T/guest/config" $guest "$T/bin/ssh"
		stay closed_stays "$T/guest/config" $guest "$T/bin/ssh"
	}
	cat > "$T/bin/hidden" <<-END
		mount -o remount,hidepid=2 /proc && exec $guest ssh "\$@"
	END
	start hidden "$T/guest/config" unshare --mount sh "$T/bin/hidden"
	stay hidden_stays "$T/guest/config" unshare --mount sh "$T/bin/hidden"
fi

logins() {
	[ "$(grep -c 'Accepted publickey' "$T/sshd.log")" -ge "$1" ]
}
ok 'all connections are logged in' until_ 40 logins $((7 + guests))
locals() {
	[ "$(ls "$T/locals" | wc -l)" -ge "$1" ]
}
ok 'some ssh wait for their LocalCommand' until_ 20 locals $((3 + guests / 2))
innocent=$(processes 'sleep 54321')
ok 'another process has here the pid that an ssh has elsewhere' grep -q "^innocent $(pid wrong_stays) " "$T/wrong_stays.err"

path_cut
guards() {
	[ -z "$(processes 'tunnel-guard -t')" ]
}
ok 'all guards end after the path died' until_ 60 guards
# ends name: it does, by itself.
ends() {
	ok "$1: ssh ends" until_ 5 gone "$(pid "$1")"
	has "$1: the guard says that the path is dead" "$T/$1.err" 'server: path dead'
	lacks "$1: the guard sent no signal" "$T/$1.err" 'sent SIG'
}
# stays name: nobody signalled it, for nobody could know that it is ours.
stays() {
	ok "$1: ssh is not ended" alive "$(pid "$1")"
	has "$1: the guard says that the path is dead" "$T/$1.err" 'server: path dead'
	lacks "$1: the guard sent no signal" "$T/$1.err" 'sent SIG'
}
ends noproc
stays noproc_stays
ends right
stays right_stays
stays wrong_stays
ok 'the process with the pid of an ssh elsewhere lives' alive "$innocent"
ok 'a guard below a guard: both connections end' until_ 20 gone "$(processes "$T/chain -N")"
has 'a guard below a guard says that the path is dead' "$T/chain.err" 'server: path dead'
if [ -n "$guest" ]; then
	ends closed
	stays closed_stays
	ends hidden
	ok "with hidepid a user's guard ends that user's ssh" until_ 5 gone "$(pid hidden_stays)"
	has 'with hidepid the guard says which process it ended' "$T/hidden_stays.err" 'did not exit; sent SIGTERM'
else
	skip 'an ssh that the guard may not look into' 'not root'
fi
kill "$chain" 2> /dev/null
finish
