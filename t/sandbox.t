#!/bin/sh
# What the guard has given up: the filters refuse, without a signal, what a
# guard has no use for, and leave it what it has.
. t/tap.sh
. t/world.sh
world
sshd_up ''
made=$("$O/t/sandbox" relay 2>&1) ||
	skip_all "no sandbox here: $made"
cp "$O/t/sandbox" "$T/"

# answers step: what each call is answered, one to a line.
answers() {
	"$T/sandbox" "$@" > "$T/answers"
}

answers dial
for call in execve write-file create unlink ptrace listen accept mount unshare \
    io-uring; do
	has "$call is refused to who dials" "$T/answers" "^$call EPERM$"
done
for call in read-file fork tcp-socket udp-socket syslog-socket netlink-socket \
    kill memory code; do
	has "$call is left to who dials" "$T/answers" "^$call ok$"
done
answers relay
for call in execve write-file create unlink ptrace listen accept mount unshare \
    io-uring fork tcp-socket; do
	has "$call is refused to who relays" "$T/answers" "^$call EPERM$"
done
lacks 'memory that is code is refused to who relays' "$T/answers" '^code ok$'
for call in read-file udp-socket syslog-socket netlink-socket kill memory; do
	has "$call is left to who relays" "$T/answers" "^$call ok$"
done
answers
is "all calls return" "$(grep -c . "$T/answers")" 20
for call in execve write-file create ptrace listen fork tcp-socket code; do
	lacks "$call is refused by the sandbox alone" "$T/answers" \
	    "^$call EPERM$"
done

# field pid name: of /proc/PID/status.
field() {
	sed -n "s/^$2:[[:space:]]*//p" "/proc/$1/status"
}

ssh -F "$T/config" 127.0.0.1 'echo ready; sleep 100' > "$T/out" &
ssh=$!
ok 'a session is up' until_ 10 grep -q ready "$T/out"
guard=$(processes 'tunnel-guard -t 3 127.0.0.1')
is 'the guard is filtered' "$(field "$guard" Seccomp)" 2
is 'and gains no rights by what it executes' "$(field "$guard" NoNewPrivs)" 1
is 'ssh is not' "$(field $ssh Seccomp) $(field $ssh NoNewPrivs)" '0 0'
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
ok 'syslog listens' until_ 5 test -S /dev/log
tunnel-guard -l -v -w 5 localhost 2000 < "$T/key" 2> "$T/err"
is 'a guard that ends what is silent ends with 255' $? 255
has 'it says so' "$T/err" 'no SSH banner'
lacks 'the sandbox is there' "$T/err" 'no sandbox'
ok 'syslog is told, too' until_ 5 grep -q 'tunnel-guard.*no SSH banner' \
    "$T/syslog"
finish
