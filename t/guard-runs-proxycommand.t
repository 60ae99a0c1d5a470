#!/bin/sh
# A ProxyCommand of the user's own runs under the guard: it works as it does
# without, its end is the connection's end, and nothing of it stays.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
wire
sshd_up "$server"
sed -i '/ProxyCommand/d' "$T/config"

# A ProxyCommand for the test's own use: it only passes bytes on.
cat > "$T/pass" <<'END'
use IO::Socket::INET;
$0 = "passer $ARGV[0]";
my $s = IO::Socket::INET->new(PeerAddr => "$ARGV[0]:$ARGV[1]") or die "no: $!\n";
if (my $pid = fork) { $SIG{CHLD} = 'IGNORE';
	while (sysread STDIN, my $b, 65536) { syswrite $s, $b }
	shutdown $s, 1; waitpid $pid, 0; exit }
while (sysread $s, my $b, 65536) { syswrite STDOUT, $b }
kill 'TERM', getppid;
END

# wrapped command...: ssh by a guard around it.
wrapped() {
	wrapped_by=$1
	shift
	ssh -F "$T/config" -o "ProxyCommand=$wrapped_by" "$@"
}
guard="tunnel-guard -t 3 -w 20 -c"

is 'the command of -c is run with its tokens' \
    "$(wrapped "$guard 'perl $T/pass %h %p'" server 'echo here' 2> "$T/err")" here
is 'a guard with a command prints nothing' "$(cat "$T/err")" ''
is '-c may have a host and a port beside it' \
    "$(wrapped "$guard 'perl $T/pass %h %p' -- %h %p" server 'echo here')" here
is 'a pipe in -c belongs to the command' \
    "$(wrapped "$guard 'perl $T/pass %h %p | cat'" server 'echo here')" here
mkdir "$T/there"
cp "$T/pass" "$T/there/pass"
is 'the command is run in the directory of ssh' \
    "$(cd "$T/there" && wrapped "$guard 'perl pass %h %p'" server 'echo here')" here
is 'a guard may run a guard' \
    "$(wrapped "$guard 'tunnel-guard %h %p'" server 'echo here')" here
cat > "$T/script" <<-'END'
	#!/bin/sh
	echo "this is said" >&2
	tunnel-guard "$@"
END
chmod +x "$T/script"
is 'a script may run a guard' \
    "$(wrapped "$T/script %h %p" server 'echo here' 2> "$T/err")" here
is 'a guard may run a script that runs a guard' \
    "$(wrapped "$guard '$T/script %h %p'" server 'echo here' 2> "$T/err")" here
is 'the standard error of the command is passed on' "$(cat "$T/err")" 'this is said'

# bulk both ways, for the pipes.
head -c 20000000 /dev/urandom > "$T/bulk"
wrapped "$guard 'perl $T/pass %h %p'" server 'cat' < "$T/bulk" > "$T/back"
ok 'bytes through a command are not changed' cmp -s "$T/bulk" "$T/back"

# --- how it ends ---
# said pattern: the guard may be the last to speak.
said() {
	grep -q -- "$1" "$T/err"
}
wrapped "$guard 'sh -c \"exit 3\"'" server true 2> "$T/err"
is 'ssh ends with 255 when the command ends at once' $? 255
ok 'the guard says why' until_ 3 said '^tunnel-guard: command: the command exited with status 3 before it received data'
wrapped "$guard '/nowhere/command' -- %h %p" server true 2> "$T/err"
is 'ssh ends with 255 when the command does not exist' $? 255
has 'the shell says that the command does not exist' "$T/err" 'nowhere/command'
ok 'the guard says that the command exited with status 127' until_ 3 said '^tunnel-guard: server: the command exited with status 127'
SHELL=/nowhere/sh tunnel-guard -c 'true' < /dev/null > "$T/out" 2> "$T/err"
is 'ssh ends with 255 when the shell does not exist' $? 255
has 'the guard says that the shell does not exist' "$T/err" '^tunnel-guard: command: cannot start: No such file'
from=$(now)
wrapped "tunnel-guard -w 2 -c 'sleep 4322'" server true 2> "$T/err"
is 'ssh ends with 255 when the command prints nothing' $? 255
ok 'the guard says why' until_ 3 said '^tunnel-guard: command: no SSH banner within 2s'
note "after $(span "$from") s"
none() {
	for none_text in "$@"; do
		[ -z "$(processes "$none_text")" ] || return 1
	done
}
ok 'the silent command is ended' until_ 5 none 'sleep 4322'

# start name options...: a tunnel; "$ssh" is its ssh.
start() {
	start_log=$T/$1.err
	shift
	ssh -F "$T/config" -o "ProxyCommand=$1" -N server 2> "$start_log" &
	ssh=$!
}
logged_in() {
	[ "$(grep -c 'Accepted publickey' "$T/sshd.log")" -ge "$1" ]
}
logins() {
	grep -c 'Accepted publickey' "$T/sshd.log"
}
# up name options...: the same, and waits for the login.
up() {
	up_n=$(($(logins) + 1))
	start "$@"
	until_ 20 logged_in $up_n
}
up killed "$guard 'perl $T/pass %h %p'"
kill -9 "$(processes "passer server" | head -n 1)"
for p in $(processes "passer server"); do kill -9 "$p"; done
ok 'ssh ends when the command is killed' until_ 5 gone $ssh
ok 'the guard ends' until_ 5 none 'tunnel-guard -t 3'
lacks 'the guard prints nothing when its command is killed' "$T/killed.err" 'tunnel-guard'

up left "$guard 'perl $T/pass %h %p'"
kill -9 $ssh
ok 'the guard ends when ssh is killed' until_ 5 none 'tunnel-guard -t 3'
ok 'the command ends when ssh is killed' until_ 5 none 'passer server'

# One that ignores what it can: it is ended by force.
cat > "$T/stubborn" <<'END'
$SIG{HUP} = $SIG{TERM} = $SIG{INT} = $SIG{PIPE} = 'IGNORE';
use IO::Socket::INET;
$0 = "stubborn";
my $s = IO::Socket::INET->new(PeerAddr => "$ARGV[0]:$ARGV[1]") or die;
my $r = fork; die unless defined $r;
if (!$r) { $0 = "reader"; while (sysread $s, my $b, 65536) { syswrite STDOUT, $b } exit }
while (1) { sysread STDIN, my $b, 65536 or do { select undef, undef, undef, 99999 };
	syswrite $s, $b }
END
up stubborn "$guard 'perl $T/stubborn %h %p'"
kill $ssh
from=$(now)
ok 'ssh ends although the command ignores signals' until_ 5 gone $ssh
ok 'the guard ends a command that ignores signals' until_ 10 none stubborn
ok 'the guard ends' until_ 5 none 'tunnel-guard -t 3'
note "a stubborn command: after $(span "$from") s"
for p in $(processes reader); do kill "$p"; done
up orphan "$guard 'perl $T/stubborn %h %p'"
for p in $(processes 'tunnel-guard -t 3'); do
	case $(readlink "/proc/$p/exe") in
	*/tunnel-guard) kill -9 "$p" ;;
	esac
done
ok 'the command ends when its guard is killed, whatever it ignores' until_ 5 none stubborn
for p in $(processes reader); do kill "$p"; done
ok 'ssh ends when its guard is killed' until_ 5 gone $ssh

# --- the path dies ---
# What only dials sees nothing of it; but ssh asks, and is not answered.
dies() {
	if ! command -v "$1" > /dev/null; then
		skip "$1: ssh ends on a dead path" "no $1"
		return
	fi
	n=$(logins)
	ssh -vvvF "$T/config" -o ServerAliveInterval=2 -o ServerAliveCountMax=99 \
	    -o "ProxyCommand=tunnel-guard -t 3 -k 2 -c '$2' -- %h %p" \
	    -N server 2> "$T/$1.err" &
	dies=$!
	until_ 20 logged_in $((n + 1))
	# The server has answered one of ssh's questions.
	until_ 20 grep -q 'receive packet: type 82' "$T/$1.err"
	path_cut
	dies_cut=$(now)
	ok "$1: ssh ends on a dead path" until_ 40 gone $dies
	note "$1: after $(span "$dies_cut") s: $(grep tunnel-guard "$T/$1.err")"
	ok "$1: the guard says that the path is dead" until_ 3 grep -q '^tunnel-guard: server: path dead or peer frozen' "$T/$1.err"
	ok "$1: the guard is gone" until_ 5 none 'tunnel-guard -t 3'
	path_heal
}
dies nc 'nc %h %p'
dies socat 'socat - TCP:%h:%p'
cat > "$T/jump" <<-END
	Include $T/config
	Host hop
	    HostName server
	    ProxyCommand tunnel-guard -t 3 %h %p
END
n=$(logins)
ssh -F "$T/jump" -o "ProxyCommand=$guard 'ssh -F $T/jump -W [localhost]:22 hop' -- %h %p" \
    -N server 2> "$T/w.err" &
w=$!
ok 'ssh -W under the guard: both ssh log in' until_ 20 logged_in $((n + 2))
path_cut
ok 'ssh ends when the path of ssh -W under the guard dies' until_ 30 gone $w
has 'the guard of the hop says why' "$T/w.err" '^tunnel-guard: server: path dead'
ok 'no guard and no ssh is left' until_ 10 none 'tunnel-guard -t 3' "-F $T/jump"
path_heal
# The processes that a command started end with it; one in a session of its own
# stays.
cat > "$T/kin" <<-END
	sleep 4321 &
	sh -c 'trap "" HUP TERM; sleep 4322; :' &
	sh -c 'sleep 4324 & exit' &
	setsid sleep 4323 &
	exec perl $T/pass "\$@"
END
# kin: how many there are, of those that are to end.
kin() { { processes 'sleep 4321'; processes 'sleep 4322'; processes 'sleep 4324'; } | wc -l; }
served() { [ -n "$(sessions "$(id -un)@notty")" ] || [ -n "$(sessions "$(id -un)")" ]; }
all_kin() { [ "$(kin)" -ge 4 ]; }
no_kin() { [ "$(kin)" -eq 0 ]; }
for end in HUP TERM; do
	ssh -F "$T/config" -o "ProxyCommand=$guard 'sh $T/kin %h %p'" -N server 2> "$T/err" &
	ssh=$!
	ok "$end: the command has started processes" until_ 10 all_kin
	until_ 10 served
	kill -$end $ssh
	ok "$end: ssh ends" until_ 30 gone $ssh
	ok "$end: the processes of the command's group end" until_ 10 no_kin
	ok "$end: a process in a session of its own stays" test -n "$(processes 'sleep 4323')"
	end_all 'sleep 4323'
done
finish
