#!/bin/sh
# sshpctl tells the truth of keepers that are busy, stopped or flooded.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
mount -t tmpfs none /tmp
# Logins may come at once here.
kill "$sshd_pid"
until_ 5 gone "$sshd_pid"
sshd_up "$server" -o MaxStartups=100
status_() {
	status_name=$1 status_wanted=$2
	shift 2
	sshpctl "$@" > "$T/out" 2> "$T/err"
	is "$status_name" $? "$status_wanted"
}
# quick seconds command...: it takes less, on a machine that does nothing else.
quick() {
	quick_most=$(($1 * 1000)) quick_began=$(now)
	shift
	"$@" > "$T/out" 2> "$T/err"
	quick_took=$(($(now) - quick_began))
	[ $quick_took -lt $quick_most ]
}

# Twenty, which are stopped all at once.
for i in $(seq 20); do
	sshp -F "$T/config" -o "PersistName=site$i" -N -L "$((9100 + i)):localhost:80" server 2> "$T/site$i" &
	eval "pid$i=$!"
done
all_up() { [ "$(sshpctl | grep -c '^site[0-9]*  *up ')" -eq 20 ]; }
ok 'twenty tunnels are up' until_ 60 all_up

# One keeper is stopped.
kill -STOP "$pid20"
status_ 'a stopped keeper: list NAME has a status of its own' 4 list site20
has 'list shows a tunnel whose process is stopped' "$T/out" "^site20  *stopped .*process $pid20 is stopped\$"
is 'list says which process is stopped' "$(cat "$T/err")" "sshpctl: site20: process $pid20 is stopped"
status_ 'why, too' 4 why site20
status_ 'wait -t waits, and says the same' 4 wait -t 1 site20
has 'sshpctl says which process is stopped' "$T/err" "site20: process $pid20 is stopped"
status_ 'stop does not claim that it ended' 4 stop site20
status_ 'nor does restart' 4 restart site20
sshpctl metrics > "$T/out"
has 'metrics does not count a stopped tunnel as up' "$T/out" '^sshp_up{name="site20",.*} 0$'
has 'metrics says that a stopped tunnel does not answer' "$T/out" '^sshp_state{name="site20",.*state="no-answer"} 1$'
ok 'list --json says that a stopped tunnel does not answer' sh -c "sshpctl --json list site20 2> /dev/null | grep -q '\"state\":\"no-answer\"'"
sshpctl > "$T/out"
is 'list shows all twenty tunnels' "$(grep -c '^site' "$T/out")" 20
ok 'a stopped tunnel does not delay the list' until_ 20 quick 1 sshpctl
ok 'a stopped tunnel does not delay the list of another' until_ 20 quick 1 sshpctl list site1
sshpctl wait -t 60 site20 &
waits=$!
kill -CONT "$pid20"
wait $waits
is 'wait ends when the stopped tunnel is continued' $? 0

for i in $(seq 20); do
	( sshpctl stop "site$i" 2> "$T/err$i"
	  echo $? > "$T/status$i"
	  eval "alive \$pid$i" && echo alive > "$T/alive$i" ) &
done
stopped_() { [ "$(cat "$T"/status* 2> /dev/null | wc -l)" -eq 20 ]; }
ok 'twenty sshpctl stop at once end' until_ 60 stopped_
is 'each sshpctl stop has stopped its tunnel' "$(cat "$T"/status* | sort | uniq -c | tr -s ' ')" ' 20 0'
is 'no sshpctl stop prints an error' "$(cat "$T"/err[0-9]*)" ''
is 'no stopped tunnel had a process left' "$(cat "$T"/alive* 2> /dev/null)" ''

# ^Z: the keeper of a shell.
mkfifo "$T/keys" && exec 3<> "$T/keys"
"$O/t/lib/pty" sshp -F "$T/config" -o PersistName=shell server > "$T/t" <&3 2>&1 &
pty=$!
shell_up() { sshpctl list shell > /dev/null 2>&1; }
ok 'a shell is up' until_ 20 shell_up
pid=$(sshpctl --json list shell | grep -o '"pid":[0-9]*' | cut -d: -f2)
kill -STOP "$pid"
halted() { grep -q '^State:.T' "/proc/$pid/status"; }
ok 'the shell is stopped' until_ 10 halted
sshpctl > "$T/out" 2> "$T/err"
has 'list shows the shell as stopped' "$T/out" '^shell  *stopped '
lacks 'sshpctl does not say that nothing is kept' "$T/err" 'no tunnels are running'
kill -CONT "$pid"
kill "$pid"
wait $pty

# Another process of the same user floods the socket.
keep "$T/f" -o PersistName=flooded -N server
until_ 20 says "$T/f" 'up in'
cat > "$T/flood" <<'END'
use Socket;
use Fcntl;
$SIG{PIPE} = 'IGNORE';
my @s;
print "here\n";
open STDOUT, '>&', \*STDERR;
for (;;) {
	socket(my $s, AF_UNIX, SOCK_SEQPACKET, 0) or die;
	fcntl($s, F_SETFL, O_NONBLOCK);
	if (connect($s, sockaddr_un($ARGV[0]))) {
		push @s, $s;
		send($s, 'request=watch', MSG_DONTWAIT) for 1 .. 20;
	} else {
		select undef, undef, undef, .001;
	}
	shift @s if @s > 200;
}
END
socket=$(ls "$T"/run/sshp/*.run/ctl)
perl "$T/flood" "$socket" > "$T/here" 2> /dev/null &
flood=$!
until_ 10 says "$T/here" here
for i in 1 2 3 4 5 6; do
	sshpctl list flooded > "$T/out" 2> "$T/err"
	echo $?
done | sort -u > "$T/statuses"
is 'sshp answers while another process floods it' "$(cat "$T/statuses")" 0
status_ 'and is stopped when it is told to' 0 stop flooded
ok 'the flooded sshp is gone after stop' gone "$keep"
kill $flood
ok 'no process and no file of sshp is left' until_ 10 clean
finish
