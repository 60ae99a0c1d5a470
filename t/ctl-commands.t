#!/bin/sh
# sshpctl, the history, and one tunnel once: with real tunnels.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
state=$HOME/.local/state/sshp
# ctl words...: sshpctl's output in $T/out, what it complains of in $T/err.
ctl() {
	sshpctl "$@" > "$T/out" 2> "$T/err"
}
# status_ name wanted words...
status_() {
	status_name=$1 status_wanted=$2
	shift 2
	ctl "$@"
	is "$status_name" $? "$status_wanted"
}
up_() { ctl list "$1"; }
state_is() { sshpctl --json list "$1" 2> /dev/null | grep -q "\"state\":\"$2\""; }

# Nothing is kept: what is missing?
status_ 'empty: status' 0
is 'without tunnels sshpctl says where to read more' "$(cat "$T/err")" 'sshpctl: no tunnels are running (see sshp(1))'
is 'without tunnels sshpctl prints nothing on standard output' "$(cat "$T/out")" ''
is 'without tunnels --json prints an empty list' "$(sshpctl --json)" '{"schema":1,"tunnels":[]}'
for words in 'why' 'wait' 'reload' 'stop' 'stop -a b' 'metrics a' 'list -x' 'wait -t soon a' '-z' 'help a b' 'help frob'; do
	# shellcheck disable=SC2086
	status_ "usage: $words" 2 $words
	is "a usage error is one line: $words" "$(wc -l < "$T/err")" 1
done
is '-h prints the usage' "$(sshpctl -h | head -n 1)" 'usage: sshpctl [list] [-alw] [--json] [name ...]'
is '--help prints the usage, as -h does' "$(sshpctl --help)" "$(sshpctl -h)"
is 'help prints the usage, as -h does' "$(sshpctl help)" "$(sshpctl -h)"
for words in list why wait reload restart stop log metrics help; do
	is "help $words prints the usage of the command" "$(sshpctl help $words | sed -n 's/^\(usage: sshpctl [a-z]*\) .*/\1/p')" "usage: sshpctl $words"
	is "$words --help prints the same" "$(sshpctl $words --help 2> /dev/null)" "$(sshpctl help $words)"
	is "$words -h prints the same" "$(sshpctl $words -h 2> /dev/null)" "$(sshpctl help $words)"
	status_ "$words --help: status" 0 $words --help
done
ctl lsit
is 'an unknown command names the similar one' "$(cat "$T/err")" 'sshpctl: lsit: no such command or tunnel; did you mean list?'
ctl help stp
is 'help for an unknown command names the similar one' "$(cat "$T/err")" 'sshpctl: stp: no such command; did you mean stop?'
ctl list --jsn
is 'an unknown long option is named whole' "$(cat "$T/err")" 'sshpctl: --jsn: unknown option (see sshpctl -h)'
ok '-V prints the version' sshpctl -V
for words in frob 'frob a' 'frob -w'; do
	# shellcheck disable=SC2086
	status_ "no such command: $words" 2 $words
	is "an unknown command is an error of one line: $words" "$(wc -l < "$T/err")" 1
done
ctl frob
is 'the error about an unknown command says where the commands are' "$(cat "$T/err")" 'sshpctl: frob: no such command or tunnel (see sshpctl -h)'
for words in 'list no' 'why no' 'wait -t 0 no' 'reload no' 'restart no' 'stop no'; do
	# shellcheck disable=SC2086
	status_ "no such tunnel: $words" 3 $words
	is "an unknown tunnel is an error of one line: $words" "$(wc -l < "$T/err")" 1
done

# A tunnel.
keep "$T/a" -o PersistName=%n-%p -N -R 8080:localhost:80 -L 9090:localhost:80 server
ok 'wait waits for a tunnel that was started just now' sshpctl wait -t 40 server-22
has 'the name of PersistName is in the messages of sshp' "$T/a" '^sshp: server-22: up'
status_ 'list NAME: status' 0 list server-22
has 'list prints a line for the tunnel' "$T/out" '^server-22  up  .*   0$'
ctl list; ok 'list: a title' grep -q '^NAME  *STATE  *SINCE  DROPS  LAST REASON$' "$T/out"
ok 'sshpctl NAME lists that tunnel' sshpctl server-22

# The same once more.
sshp -F "$T/config" -N -L 9090:localhost:80 -R 8080:localhost:80 server 2> "$T/err"
is 'starting the same tunnel again ends with 255' $? 255
has 'sshp names the process that runs the tunnel, and the command that ends it' "$T/err" \
    "^sshp: server: this tunnel is already running as process $keep (sshpctl list shows it, sshpctl stop server-22/[0-9a-f]\{12\} ends it)\$"
status_ 'the name in that message means this tunnel' 0 list "$(sed 's/.*stop \(.*\) ends it.*/\1/' "$T/err")"
sshp -F "$T/config" -f -N -L 9090:localhost:80 -R 8080:localhost:80 server 2> "$T/err"
is 'starting the same tunnel again with -f ends with 0' $? 0
is 'sshp -f says in one line that the tunnel runs' "$(wc -l < "$T/err")" 1
sshp -F "$T/config" -q -f -N -L 9090:localhost:80 -R 8080:localhost:80 server 2> "$T/err"
is 'starting the same tunnel again with -q -f ends with 0' $? 0
is 'sshp -q -f says nothing if the tunnel runs, so that cron sends no mail' "$(cat "$T/err")" ''
sshp -F "$T/config" -q -N -L 9090:localhost:80 -R 8080:localhost:80 server 2> "$T/err"
has 'sshp -q without -f says why it ends' "$T/err" 'already running as process'
first=$keep
keep "$T/b" -N -L 9191:localhost:80 server
second=$keep
ok 'another tunnel to the same host is up' until_ 10 says "$T/b" '^sshp: server: up'
is 'list shows both tunnels' "$(sshpctl | wc -l)" 3
kill $second
wait $second
# Racing.
for i in 1 2 3 4 5 6; do
	sshp -F "$T/config" -N -L 9292:localhost:80 server 2> "$T/race$i" &
done
until_ 10 up_ server
alone() { [ "$(cat "$T"/race? | grep -c 'already running')" -eq 5 ]; }
ok 'of six starts of one tunnel at once five end' until_ 10 alone
is 'one of six starts keeps the tunnel' "$(sshpctl --json list server | grep -o '"pid"' | wc -l)" 1
status_ 'stop: status' 0 stop server
gone_() { ! up_ server; }
ok 'stop ends the tunnel' gone_

# restart, while it is up and while it waits.
keep=$first
ssh=$(kept $keep)
isnt_() { [ -n "$(kept $keep)" ] && [ "$(kept $keep)" != "$ssh" ]; }
status_ 'restart: status' 0 restart server-22
ok 'restart starts another ssh' until_ 10 isnt_
ok 'the tunnel is back after restart' until_ 10 up_ server-22
ctl why server-22
has 'why shows the restart that the user asked for' "$T/out" '^ ..:..:.. restart by sshpctl or SIGUSR1 (up for '
has 'a restart is no loss' "$T/out" '^server-22: up .*; 0 drops today$'
# shellcheck disable=SC2016
# member expression: it is true of the first tunnel of "why --json server-22".
member() {
	sshpctl why --json server-22 | perl -MJSON::PP -e 'local $/;
		my $t = decode_json(<STDIN>)->{tunnels}[0]; exit !eval $ARGV[0]' "$1"
}
ok 'why --json has the restart' member '@{$t->{requests}} == 1 && $t->{requests}[0]{request} eq "restart" && $t->{requests}[0]{back}'
ok 'why --json has no end while sshp runs' member '$t->{running} && !exists $t->{ended}'
mv "$T/authorized" "$T/authorised"
server_down
server_up
ok 'a tunnel whose login is refused waits' until_ 20 state_is server-22 waiting
until_ 10 says "$T/a" 'Permission denied'
status_ 'waiting: list NAME' 1 list server-22
status_ 'waiting: wait -t' 1 wait -t 1 server-22
has 'wait says why the tunnel is not up' "$T/err" '^sshpctl: server-22: not up: down for .*, next attempt in .*s: '
mv "$T/authorised" "$T/authorized"
ctl restart server-22
ok 'restart makes a tunnel that waits retry at once' sshpctl wait -t 20 server-22
ctl list server-22
has 'list shows the reason of the last loss once the tunnel is up again' "$T/out" 'up .*the server closed the connection$'

# Why.
path_cut
until_ 30 state_is server-22 waiting
status_ 'why: while it is down' 1 why server-22
path_heal
ok 'wait waits until the tunnel is back' sshpctl wait -t 30 server-22
status_ 'why: status' 0 why server-22
sed 's/^/# /' "$T/out"
has 'why prints the state and the drops of today' "$T/out" '^server-22: up .*; 2 drops today$'
has 'why prints the evidence for the loss' "$T/out" '^ ..:..:.. lost    path dead'
has 'why prints why attempts failed' "$T/out" '^ ..:..:.. then    login: login refused'
has 'why prints how long the tunnel was down' "$T/out" '^ ..:..:.. up      outage '
has 'why prints when the server last answered' "$T/out" '^ ..:..:.. silent  last answer'
has 'why prints how long it took to notice the loss and to be back' "$T/out" ': detected after [0-9.]*s, reconnected [0-9.]*s later$'
has 'list prints the drops of today and the last reason' /dev/stdin '  2  .*path dead' <<END
$(sshpctl)
END
parses() { perl -MJSON::PP -e 'local $/; my $j = decode_json(<STDIN>); exit !($j->{schema} == 1 && ref $j->{tunnels} && eval $ARGV[0])' "$1"; }
ok 'list --json is valid JSON with the state' sh -c 'sshpctl --json | perl -MJSON::PP -e "local \$/; decode_json(<STDIN>)->{tunnels}[0]{state} eq q(up) or die"'
ok 'why --json is valid JSON with the events' sh -c 'sshpctl why --json server-22 | perl -MJSON::PP -e "local \$/; my \$t = decode_json(<STDIN>)->{tunnels}[0]; \$t->{drops_today} == 2 && @{\$t->{drops}} == 2 or die"'
ok 'why --json has why the attempts after a loss failed' member 'grep { ($_->{then} // "") =~ /login refused/ } @{$t->{drops}}'

ok 'the history has how long the path was silent before the loss' grep -q \
    'event=lost .*silent=[0-9]* quiet=[0-9][0-9]* ' "$state"/*.history

# kill -9.
kill -9 $keep
wait $keep 2> /dev/null
ok 'the entry of a tunnel stays after kill -9' test -e "$state"/*.lock
status_ 'kill -9: not listed' 3 list server-22
status_ 'kill -9: its name alone is no unknown command' 3 server-22
status_ 'kill -9: why, from the history' 1 why server-22
has 'list says what is known about a tunnel after kill -9' "$T/out" '^server-22: not running; killed, or the machine went down, after .*; 2 drops today'
keep "$T/c" -o PersistName=%n-%p -N -R 8080:localhost:80 -L 9090:localhost:80 server
ok 'the same tunnel starts again after kill -9' sshpctl wait -t 20 server-22
has 'the history of a tunnel goes on after kill -9' /dev/stdin '2 drops today' <<END
$(sshpctl why server-22)
END

# A shell; and two of one name.
mkfifo "$T/keys" && exec 3<> "$T/keys"
"$O/t/lib/pty" sshp -F "$T/config" -o PersistName=server-22 server > "$T/t" <&3 2>&1 &
pty=$!
two() { [ "$(sshpctl list server-22 | grep -c '^server-22/.*  up ')" -eq 2 ]; }
ok 'list shows a shell beside a tunnel with the same name, with another id' until_ 10 two
status_ 'stop: of two, none' 2 stop server-22
shell=$(sshpctl --json | grep -o '"id":"[^"]*-[^"]*"' | cut -d'"' -f4)
status_ 'stop: a shell by its id' 0 stop "$shell"
wait $pty
is 'a shell that sshpctl stops ends with 0' $? 0

# A tunnel without forwards, and a shell to the same host.
first=$keep
keep "$T/n" -o PersistName=bare -N server
ok 'a tunnel without forwards is up' until_ 20 says "$T/n" 'up in'
bare=$keep
"$O/t/lib/pty" sshp -F "$T/config" -o PersistName=bare server > "$T/t" <&3 2>&1 &
pty=$!
shell_() { shell=$(sshpctl --json list bare | grep -o '"id":"[^"]*-[^"]*"' | cut -d'"' -f4) && [ -n "$shell" ] && up_ "$shell"; }
ok 'a shell beside that tunnel is up' until_ 20 shell_
kill -9 "$(sshpctl --json list "$shell" | grep -o '"ssh_pid":[0-9]*' | cut -d: -f2)"
dropped() { sshpctl why "$shell" 2> /dev/null | grep -q '1 drop today'; }
ok 'the shell is lost once' until_ 20 dropped
id=$(sshpctl --json list bare | grep -o '"id":"[^"-]*"' | cut -d'"' -f4)
ctl why "$id"
has 'the loss of the shell is not in the history of the tunnel' "$T/out" ' 0 drops today$'
sshpctl stop "$shell"
wait $pty
kill $bare
wait $bare
keep=$first

# Metrics.
main=$keep
keep "$T/d" -o 'PersistName="a\"b\\c"' -N -L 9393:localhost:80 server
until_ 10 says "$T/d" 'up in'
ctl metrics
cat > "$T/check" <<'END'
my (%help, %type, %seen);
while (<STDIN>) {
	if (/^# HELP (\w+) .+/) { die "twice $1" if $help{$1}++; next }
	if (/^# TYPE (\w+) (gauge|counter)$/) { $type{$1} = $2; next }
	/^(\w+)(\{(?:\w+="(?:[^"\\\n]|\\[\\"n])*",?)+\}) ([-+.e\d]+)$/ or die $_;
	my ($name, $labels) = ($1, $2);
	die "no HELP or TYPE: $_" if !$help{$name} || !$type{$name};
	die "counter: $_" if ($type{$name} eq 'counter') != ($name =~ /_total$/);
	die "twice: $_" if $seen{$name . $labels}++;
}
exit !%seen;
END
ok 'metrics prints valid Prometheus text' perl "$T/check" < "$T/out"
has 'metrics says that the tunnel is up' "$T/out" '^sshp_up{name="server-22",id="[^"]*",user="[^"]*"} 1$'
has 'metrics quotes an odd name' "$T/out" 'name="a\\"b\\\\c"'
if command -v promtool > /dev/null; then
	is 'promtool accepts the metrics' "$(promtool check metrics < "$T/out" 2>&1)" ''
else
	skip 'promtool accepts the metrics' 'no promtool'
fi
mkdir "$T/m"
status_ 'metrics -o: status' 0 metrics -o "$T/m/f"
is 'metrics -o leaves no other file' "$(ls "$T/m")" f
status_ 'metrics -o: nowhere' 255 metrics -o "$T/no/f"
is 'metrics -o says in one line that the directory does not exist' "$(cat "$T/err")" "sshpctl: $T/no/f: No such file or directory"
status_ 'stop: an odd name' 0 stop 'a"b\c'
wait $keep
keep=$main

# Live.
"$O/t/lib/pty" env TERM=xterm LANG=C.UTF-8 NO_COLOR=1 sshpctl list -w > "$T/live" \
    2> /dev/null <&3 &
live=$!
ok 'list -w draws the table' until_ 10 says "$T/live" 'server-22 *up '
ctl restart server-22
ok 'list -w draws again when a state changes' until_ 10 says "$T/live" 'server-22 *trying '
kill $live
end_all 'sshpctl list -w'
status_ 'list -w: without a terminal' 2 list -w

# Those who do not play by the rules.
sshpctl wait -t 40 server-22
cat > "$T/hostile" <<'END'
use Socket;
$SIG{PIPE} = 'IGNORE';
my @s;
for (1 .. 30) {
	socket(my $s, AF_UNIX, SOCK_SEQPACKET, 0) or die;
	connect($s, sockaddr_un($ARGV[0])) or next;
	push @s, $s;
	send($s, $_ % 3 ? 'request=watch' : "\0noise \"" x 100, 0x40) for 1 .. 300;
}
print "here\n";
open STDOUT, '>&', \*STDERR;
sleep 1 while 1;
END
socket=$(ls "$T"/run/sshp/*.run/ctl)
perl "$T/hostile" "$socket" > "$T/here" 2> /dev/null &
hostile=$!
until_ 10 says "$T/here" here
ok 'sshp answers sshpctl while thirty clients flood it and never read' until_ 5 up_ server-22
ok 'sshp sleeps while thirty clients never read' sh -c "for i in 1 2 3 4 5 6 7 8 9; do
	grep -q '^State:.S' /proc/$keep/status && exit 0; sleep .1; done; exit 1"
kill $hostile

# A history that is no file, and a full history.
mv "$state"/*.lock "$T/"
history=$(ls "$state"/*.history | head -n 1)
mkdir "$T/h" && mv "$state"/*.history* "$T/h/"
mkfifo "$history"
ok 'why does not wait for a FIFO in place of a history' timeout 10 sshpctl why server-22
rm "$history"
mv "$T"/*.lock "$state/"
mv "$T"/h/* "$state/"

# Another user, and root.
if [ "$(id -u)" -eq 0 ]; then
	daemon=$(id -u daemon)
	mkdir "$T/hers" && cp "$T/key" "$T/known" "$T/hers/"
	sed "s,$T/key,$T/hers/key,; s,$T/known,$T/hers/known," "$T/config" > "$T/hers/config"
	mkdir -m 700 "$T/hers/run" && copy_build
	chown -R daemon "$T/hers"
	awk -F: -v OFS=: -v home="$T/hers" '$1 == "daemon" { $6 = home } { print }' "$T/passwd" > "$T/passwd2"
	cat "$T/passwd2" > "$T/passwd"
	as_daemon() { setpriv --reuid "$daemon" --regid "$(id -g daemon)" --clear-groups env XDG_RUNTIME_DIR="$T/hers/run" HOME="$T/hers" "$@"; }
	as_daemon sshp -F "$T/hers/config" -o PersistName=hers -N root@server 2> "$T/e" &
	hers=$!
	ok "root's sshpctl waits for a tunnel of another user" sshpctl wait -t 40 daemon:hers
	has "root's list shows whose tunnel it is" /dev/stdin '^daemon:hers  *up ' <<END
$(sshpctl)
END
	is "another user's list shows only his own tunnels" "$(as_daemon sshpctl | sed '1d; s/ .*//')" hers
	chmod 755 "$T/run" "$T/run/sshp" "$T"/run/sshp/*.run
	chmod 777 "$socket"
	is 'sshp does not answer another user' "$(as_daemon perl -MSocket -e '
		socket(my $s, AF_UNIX, SOCK_SEQPACKET, 0) or die;
		connect($s, sockaddr_un($ARGV[0])) or die "connect: $!";
		send($s, "request=stop", 0x4000);
		print recv($s, my $x, 100, 0) && length $x ? "answered" : "hung up"' "$socket")" 'hung up'
	ok 'the tunnel goes on after a request of another user' up_ server-22
	chmod 700 "$T/run" "$T/run/sshp" "$T"/run/sshp/*.run
	status_ 'root stops what is theirs' 0 stop daemon:hers
	wait $hers
	is 'the tunnel of the other user ends with 0 when root stops it' $? 0
	is "root's sshpctl leaves no file in the directories of the other user" "$(find "$T/hers" -user root)" ''
else
	skip "root's sshpctl and tunnels of other users" 'not root'
fi
status_ 'stop: the tunnel' 0 stop server-22
wait $keep
is 'a tunnel that sshpctl stops ends with 0' $? 0
ok 'after stop only the histories and the words of the starts are left' sh -c "! ls '$state' | grep -v 'history\|[.]start$'"
ctl why server-22
has 'why shows the stop that the user asked for' "$T/out" '^ ..:..:.. stop    by sshpctl or a signal$'
ok 'why --json has the stop and the end' member '$t->{requests}[-1]{request} eq "stop" && !$t->{running} && $t->{end_reason} eq "stopped" && $t->{ended} >= $t->{requests}[-1]{time}'
ok 'why knows the tunnel after its end' sh -c 'sshpctl why server-22 | grep -q "not running; ended .*: stopped"'

# What nobody has touched for long goes, but for what is kept.
keep "$T/k" -o PersistName=list -N server
until_ 10 says "$T/k" 'up in'
status_ 'a tunnel called list' 0 list list
id=$(sshpctl --json list list | grep -o '"id":"[^"]*"' | cut -d'"' -f4)
for name in "$id.holder" "$id.history" old.holder old.history old.history.1; do
	touch -d '100 days ago' "$state/$name"
done
touch "$state/new.holder"
keep_first=$keep
keep "$T/l" -N -L 9494:localhost:80 server
until_ 10 says "$T/l" 'up in'
is 'old histories are removed, but those of running tunnels stay' \
    "$(cd "$state" && ls ./*.holder ./old* "./$id.history" 2> /dev/null | sort | paste -sd' ' -)" \
    "$(printf '%s\n' "./$id.history" "./$id.holder" ./new.holder | sort | paste -sd' ' -)"
rm "$state"/*.holder
kill $keep $keep_first
wait $keep $keep_first

# No place to write.
mkdir "$T/ro" "$T/full"
mount -t tmpfs -o ro none "$T/ro"
XDG_STATE_HOME=$T/ro keep "$T/f" -N server
ok 'a tunnel with a read-only home is up' until_ 10 says "$T/f" 'up in'
is 'sshp says once why it cannot write' "$(grep -c 'Read-only file system' "$T/f")" 1
ok 'sshpctl finds the tunnel that cannot write' sshpctl list server
XDG_STATE_HOME=$T/ro sshp -F "$T/config" -N server 2> "$T/err"
is 'the tunnel that cannot write cannot be started twice' $? 255
status_ 'and can be stopped' 0 stop server
wait $keep
mount -t tmpfs -o size=4k none "$T/full"
mkdir -m 700 "$T/full/sshp"
head -c 4096 /dev/zero > "$T/full/fill" 2> /dev/null
XDG_STATE_HOME=$T/full keep "$T/g" -N server
ok 'a tunnel with a full disk is up' until_ 10 says "$T/g" 'up in'
is 'sshp says once why it cannot write' "$(grep -c 'No space left on device' "$T/g")" 1
ok 'sshpctl finds the tunnel that cannot write' until_ 5 up_ server
status_ 'and can be stopped' 0 stop server
wait $keep
umount "$T/ro" "$T/full"

# It grows, but not for ever.
keep "$T/h1" -N server
until_ 10 says "$T/h1" 'up in'
history=$(ls -t "$state"/*.history | head -n 1)
perl -e 'print "time=1 noise\n" x 6000' >> "$history"
for i in 1 2; do
	sshpctl restart server
	until_ 10 says "$T/h1" 'reconnected after' $i
done
small() { [ "$(stat -c %s "$history")" -lt 4000 ] && [ "$(stat -c %s "$history.1")" -gt 65000 ]; }
ok 'a full history drops its oldest events' until_ 5 small
has 'a shortened history still says whose it is' "$history" 'event=about .*name=server '
sshpctl stop server
wait $keep
rm -f "$T/run/sshp/"*.history "$T/run/sshp/"*.start
ok 'no process and no file of sshp is left' until_ 10 clean
finish
