#!/bin/sh
# What the guard has given up: the filters refuse, without a signal, what a
# guard has no use for, and leave it what it has.
. t/lib/tap.sh
. t/lib/world.sh
world
sshd_up ''
made=$("$O/t/lib/sandbox" relay 2>&1) ||
	skip_all "no sandbox here: $made"
cp "$O/t/lib/sandbox" "$T/"

# answers step: what each call is answered, one to a line.
answers() {
	"$T/sandbox" "$@" > "$T/answers"
}

# refused who call...: each of them is; left who call...: none of them is.
refused() {
	refused_who=$1
	shift
	for call in "$@"; do
		has "$call is refused to who $refused_who" "$T/answers" "^$call EPERM$"
	done
}
left() {
	left_who=$1
	shift
	for call in "$@"; do
		has "$call is left to who $left_who" "$T/answers" "^$call ok$"
	done
}
always='execve write-file create unlink touch ptrace listen accept mount unshare
    namespace io-uring packet-socket raw-socket audit-socket crypto-socket
    kill-init kill-group kill-all pidfd-init'
# shellcheck disable=SC2086
{
	answers dial
	refused dials $always
	left dials read-file fork tcp-socket udp-socket syslog-socket netlink-socket \
	    kill memory code splice
	answers relay
	refused relays $always fork tcp-socket tgkill memory-pread memory-lseek \
	    memory-steps memory-splice
	lacks 'memory that is code is refused to who relays' "$T/answers" '^code ok$'
	left relays read-file udp-socket syslog-socket netlink-socket kill \
	    pidfd-open memory splice rewind abort
	answers
}
is "every system call of the test returns" "$(grep -c . "$T/answers")" 38
for call in execve write-file create ptrace listen fork tcp-socket code touch \
    kill-init kill-group kill-all pidfd-init tgkill; do
	lacks "$call is refused by the sandbox alone" "$T/answers" \
	    "^$call EPERM$"
done
if [ "$(id -u)" -eq 0 ]; then
	# Those of our own child, which no ptrace_scope withholds.
	for call in memory-pread memory-lseek memory-steps; do
		has "without the sandbox $call works" "$T/answers" "^$call ok$"
	done
fi

# field pid name: of /proc/PID/status.
field() {
	sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status"
}

ssh -F "$T/config" 127.0.0.1 'echo ready; sleep 100' > "$T/out" &
ssh=$!
ok 'a session is up' until_ 10 grep -q ready "$T/out"
guard=$(processes 'tunnel-guard -t 3 127.0.0.1')
is 'the guard has a filter of system calls' "$(field "$guard" Seccomp)" 2
is 'the guard gains no rights by what it executes' "$(field "$guard" NoNewPrivs)" 1
case $(field $ssh CapEff) in
*[1-9a-f]*)
	is "the guard keeps no more of root's rights than it needs" \
	    "$((0x$(field "$guard" CapEff) & ~0x1082424))" 0 ;;
*) skip "the guard keeps no more of root's rights than it needs" 'no rights here' ;;
esac
is 'ssh has no filter of system calls' "$(field $ssh Seccomp) $(field $ssh NoNewPrivs)" '0 0'
kill $ssh

# -l, with both steps in force: a /dev of our own, for syslog's socket.
mkdir "$T/dev"
mount -t tmpfs none "$T/dev"
for node in null zero urandom tty; do
	: > "$T/dev/$node"
	mount --bind "/dev/$node" "$T/dev/$node"
done
mount --bind "$T/dev" /dev
perl -MIO::Socket::UNIX -e '
my $s = IO::Socket::UNIX->new(Type => SOCK_DGRAM, Local => "/dev/log") or die;
$| = 1; while ($s->recv(my $line, 1000) ne "") { print "$line\n" }
while (defined $s->recv(my $line, 1000)) { print "$line\n" }' > "$T/syslog" &
perl -MIO::Socket::INET -e '
my $l = IO::Socket::INET->new(LocalPort => 2000, Listen => 5, ReuseAddr => 1)
    or die; my $s = $l->accept; syswrite $s, "hello\n"; sleep 100' &
until_ 5 listens '' 2000
ok 'a syslog socket listens' until_ 5 test -S /dev/log
tunnel-guard -l -v -w 5 localhost 2000 < "$T/key" 2> "$T/err"
is 'a guard that ends what is silent ends with 255' $? 255
has 'the guard says that no banner came' "$T/err" 'no SSH banner'
lacks 'the guard does not say that its sandbox is missing' "$T/err" 'no sandbox'
ok 'syslog gets the message, too' until_ 5 grep -q 'tunnel-guard.*no SSH banner' \
    "$T/syslog"
finish
