#!/bin/sh
# root's sshpctl and what other users put where it looks: their keepers are not
# root's, and none of it stops, hides or renames one of root's own.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
[ "$(id -u)" -eq 0 ] || skip_all 'not root'
world
keep_world
mount -t tmpfs -o mode=1777 none /tmp
daemon=$(id -u daemon)
mkdir -p "$T/hers/.local/state" && mkdir -m 700 "$T/hers/.local/state/sshp"
chown -R daemon "$T/hers"
awk -F: -v OFS=: -v home="$T/hers" '$1 == "daemon" { $6 = home } { print }' "$T/passwd" > "$T/passwd2"
cat "$T/passwd2" > "$T/passwd"
hers=$T/hers/.local/state/sshp
as_daemon() { setpriv --reuid "$daemon" --regid "$(id -g daemon)" --clear-groups "$@"; }

# fake mode id name [numbers]: a keeper of daemon's, of sorts.
cat > "$T/fake" <<'END'
use Socket;
use Fcntl ':flock';
$SIG{PIPE} = $SIG{CHLD} = 'IGNORE';
my ($dir, $mode, $id, $name, $numbers) = @ARGV;
$numbers ||= 'age=1000 running=1000';
open my $lock, '+>', "$dir/$id.lock" or die $!;
flock $lock, LOCK_EX;
socket(my $l, AF_UNIX, SOCK_SEQPACKET, 0) or die;
unlink "$dir/$id.sock";
bind $l, sockaddr_un("$dir/$id.sock") or die $!;
listen $l, 4096;
syswrite $lock, qq(pid=$$ name=$name socket=$dir/$id.sock\n);
open STDOUT, '>', '/dev/null';
sleep 1 while $mode eq 'mute';
while (accept my $c, $l) {
	my $answer = qq(protocol=2 state=up id=$id name=$name to=x kind=tunnel pid=$$ ssh=1 reason="a\\x0a\\x1b[31m\\xc2\\x9b" $numbers);
	if ($mode eq 'flood') {
		for (1 .. 60) {
			fork and next;
			1 while send $c, $answer, 0;
			exit;
		}
	} elsif (!fork) {
		while (defined recv $c, my $in, 4096, 0) {
			length $in or last;
			exit if $in =~ /stop/ && kill 'KILL', getppid;
			send $c, $answer, 0;
		}
		exit;
	}
	close $c;
}
END
cp "$T/fake" "$T/hers/fake"
fake() {
	as_daemon perl "$T/hers/fake" "$hers" "$@" 2> /dev/null &
	fakes="${fakes-} $!"
	fake=$!
	until_ 10 test -s "$hers/$2.lock"
}
# shellcheck disable=SC2086
fakes_end() {
	for p in $(processes "$T/hers/fake"); do kill -9 "$p" 2> /dev/null; done
	[ -z "$fakes" ] || wait $fakes
	fakes=
	rm -rf "${hers:?}"/*
}
status_() {
	status_name=$1 status_wanted=$2
	shift 2
	timeout 60 sshpctl "$@" > "$T/out" 2> "$T/err"
	is "$status_name" $? "$status_wanted"
}

# One of the same name.
fake well 0123456789ab db
status_ 'list NAME is not that of another user' 3 list db
is 'sshpctl says what the tunnel of another user is called' "$(cat "$T/err")" \
    'sshpctl: db: you have no such tunnel or shell; another user has daemon:db'
status_ 'nor is wait NAME' 3 wait -t 1 db
status_ 'nor is an id' 3 list 0123456789ab
status_ 'nor is stop NAME' 3 stop db
status_ 'nor is a name without a command' 3 db
status_ 'the user and the name say which' 0 list daemon:db
has 'list prints the user before the name' "$T/out" '^daemon:db  *up '
status_ 'or the number of the user' 0 "$daemon:db"
server_down
keep "$T/a" -o PersistName=db -N -L 9090:localhost:80 server
waits() { sshpctl --json list db 2> /dev/null | grep -q '"state":"waiting"'; }
ok "one of root's own tunnels waits" until_ 20 waits
status_ 'list NAME is that of our own' 1 list db
status_ 'wait NAME is not content with the other' 1 wait -t 1 db
status_ 'list: all' 0
is "root's own tunnel comes first, and keeps its name" "$(sed -n '2s/ .*//p' "$T/out")" db
server_up
ok "wait waits for root's own tunnel" timeout 100 sshpctl wait -t 90 db
own=$(cat "$HOME"/.local/state/sshp/*.lock | sed 's/.*socket=\([^ ]*\).*/\1/')
status_ 'why USER:NAME reads no history of ours' 0 why daemon:db
has 'the tunnel of root has none of the drops of the other user' "$T/out" '^db: up .*; 0 drops today$'
lacks 'no text of another user moves the cursor' "$T/out" "$(printf '\033')"
sshpctl --json list daemon:db > "$T/out"
has 'list --json says whose tunnel it is' "$T/out" '"user":"daemon"'
has 'list --json has no pid that only the other user claims' "$T/out" '"ssh_pid":0'
ok 'no control character of another user is in list, JSON or metrics' \
    sh -c '{ sshpctl; sshpctl --json; sshpctl metrics; } |
	perl -e "local \$/; \$_ = <STDIN>; exit(/[\\x00-\\x09\\x0b-\\x1f\\x7f]|\\xc2[\\x80-\\x9f]/)"'
status_ 'root stops it if that is said' 0 stop daemon:db
fakes_end

# Paths that lead elsewhere.
as_daemon mkdir -m 700 "$hers/there"
as_daemon ln -s there "$hers/link"
as_daemon perl -e 'use Fcntl ":flock"; use Socket; my ($d) = @ARGV;
    sub entry { open my $l, ">", "$d/$_[0].lock"; flock $l, LOCK_EX;
	syswrite $l, "pid=$$ name=$_[1] socket=$_[2]\n"; push @l, $l; }
    socket(my $s, AF_UNIX, SOCK_SEQPACKET, 0); bind $s, sockaddr_un("$d/there/sock"); listen $s, 9;
    entry("0000000000a1", "linked", "$d/link/sock"); entry("0000000000a2", "rooted", "/proc/$$/root$d/there/sock");
    print "ready\n"; close STDOUT; vec(my $in, fileno $s, 1) = 1;
    if (select $in, undef, undef, 60) { accept my $c, $s; open my $f, ">", "$d/came" } sleep 1000' "$hers" > "$T/elsewhere" &
elsewhere=$!
until_ 10 test -s "$T/elsewhere"
status_ 'entries whose paths go through a link: list' 0
has 'the entry with a link is listed' "$T/out" '^daemon:linked  *no answer'
ok 'sshpctl follows no link to a socket' test ! -e "$hers/came"
kill $elsewhere
wait $elsewhere 2> /dev/null
rm -rf "${hers:?}"/*

# A socket that belongs to somebody else.
as_daemon perl -e 'use Fcntl ":flock"; open my $l, ">", "$ARGV[0]/00aa.lock"; flock $l, LOCK_EX;
    syswrite $l, "pid=$$ name=mine socket=$ARGV[1]\n"; sleep 1000' "$hers" "$own" &
liar=$!
until_ 10 test -s "$hers/00aa.lock"
status_ 'an entry that names our socket hides nothing' 0
has "root's own tunnel is listed" "$T/out" '^db  *up '
lacks "root's own tunnel is not listed as another user's" "$T/out" '^daemon:[a-z]*  *up '
kill $liar
wait $liar 2> /dev/null
rm "$hers/00aa.lock"

# What never ends, never answers, or is no file.
bounded() {
	bounded_began=$(now)
	timeout 60 sshpctl > "$T/out" 2> "$T/err" &&
	    grep -q '^db  *up ' "$T/out" &&
	    timeout 60 sshpctl metrics > "$T/metrics" 2>> "$T/err" &&
	    timeout 60 sshpctl why no > /dev/null 2>> "$T/err"
	bounded_status=$?
	note "took $(span "$bounded_began") s"
	[ $bounded_status -eq 3 ] && grep -q '^sshp_up{name="db",.*user="root"} 1$' "$T/metrics"
}
fake flood 0123456789ac flood
ok 'sixty processes that send on one socket do not delay sshpctl' bounded
fakes_end
for i in 1 2 3 4 5 6 7 8 9; do fake mute "0123456789a$i" "mute$i"; done
ok 'nine tunnels that never answer do not delay sshpctl' bounded
# A busy machine may take longer.
half() {
	half_began=$(now)
	sshpctl > /dev/null 2>&1
	[ $(($(now) - half_began)) -lt 1000 ]
}
ok 'sshpctl waits half a second for all of them together' until_ 20 half
ok "a request for root's own tunnel does not wait for them" until_ 5 sh -c \
    'sshpctl list db > "$T/out" && ! grep -q daemon "$T/out"'
fakes_end
as_daemon sh -c "cd $hers && ln -s /dev/zero 1a.lock && mkfifo 2a.lock 2a.history &&
    truncate -s 100G 3a.lock 3a.history && mkdir 4a.lock && ln -s /dev/zero 5a.history &&
    ln -s /etc/passwd 6a.lock && perl -e 'print qq(time=1 event=about name=x\\n) x 6000' > 7a.history &&
    perl -e 'link q(7a.history), qq(8a\$_.history) for 1 .. 3000'"
ok 'devices, pipes, endless files and 3000 histories do not delay sshpctl' bounded
ok 'they do not delay sshpctl why for that user' sh -c \
    'timeout 60 sshpctl why daemon:y; [ $? -eq 3 ]' 2> /dev/null
fakes_end
as_daemon sh -c "mv $hers $T/hers/away && ln -s $HOME/.local/state/sshp $hers"
sshpctl > "$T/out"
is "a link to root's own directory shows no tunnel twice" "$(grep -c db "$T/out")" 1
as_daemon sh -c "rm $hers && mv $T/hers/away $hers"
as_daemon mkdir -m 777 "/tmp/sshp-$(id -u bin)"
as_daemon ln -s "$hers" "/tmp/sshp-$(id -u nobody)"
ok 'directories of another owner than the user in their name are ignored' bounded
rm -rf "/tmp/sshp-$(id -u bin)" "/tmp/sshp-$(id -u nobody)"

# One user with thousands of entries, and another one.
bin=$(id -u bin)
mkdir -m 700 "/tmp/sshp-$bin" && chown bin "/tmp/sshp-$bin"
cp "$T/fake" "/tmp/sshp-$bin/fake"
setpriv --reuid "$bin" --regid "$(id -g bin)" --clear-groups \
    perl "/tmp/sshp-$bin/fake" "/tmp/sshp-$bin" well 0123456789ff good 2> /dev/null &
good=$!
until_ 10 test -s "/tmp/sshp-$bin/0123456789ff.lock"
cat > "$T/hers/many" <<'END'
use Fcntl ':flock';
my @all;
for my $d (map { sprintf "/tmp/sshp-%d.a%05d", $<, $_ } 1 .. 30) {
	mkdir $d, 0700 or die $!;
	for (1 .. 500) {
		my $id = sprintf "%012x", $_ + 500 * @all;
		open my $l, '+>', "$d/$id.lock" or die $!;
		flock $l, LOCK_EX;
		syswrite $l, qq(pid=$$ name=n$id socket=$d/none$id\n);
		push @all, $l;
	}
}
print "ready\n";
sleep 1000;
END
as_daemon sh -c 'ulimit -n 16384 && exec perl "$1"' sh "$T/hers/many" > "$T/many" 2>&1 &
many=$!
until_ 30 grep -q ready "$T/many"
third() { timeout 60 sshpctl list > "$T/out" 2> "$T/err" && grep -q '^bin:good  *up ' "$T/out"; }
ok 'another user has 15000 entries, and a tunnel of a third user is listed' until_ 20 third
has "root's own tunnel is listed" "$T/out" '^db  *up '
has 'sshpctl says that it left out tunnels of other users' "$T/err" 'some tunnels of other users are not shown'
kill $good $many
wait $good $many 2> /dev/null
rm -rf "/tmp/sshp-$daemon".a* "/tmp/sshp-$bin"

# Numbers and texts.
fake well 0123456789ad big 'age=9223372036854775807 running=1'
status_ 'a number that no clock gives is not believed' 4 list daemon:big
fakes_end
fake well 0123456789ae '"\xff\xfe\x80"'
cp "$hers/0123456789ae.lock" "$T/entry"
keep "$T/u" -o "PersistName=$(printf 'b\374ro')" -N -L 9191:localhost:80 server
until_ 20 says "$T/u" 'up in'
sshpctl metrics > "$T/metrics"
ok 'metrics are UTF-8 whatever a tunnel is called' \
    perl -MEncode -e 'local $/; open F, "<", $ARGV[0]; decode("UTF-8", <F>, Encode::FB_CROAK)' "$T/metrics"
ok 'the metrics have all these tunnels' sh -c 'grep -q "name=\"db\"" "$T/metrics" && grep -q "user=\"daemon\"" "$T/metrics" && grep -q "b.*ro" "$T/metrics"'
is 'no series is in the metrics twice' "$(sed -n 's/^\(sshp_.*}\) .*/\1/p' "$T/metrics" | sort | uniq -d)" ''
kill "$keep"
wait "$keep"
fakes_end
status_ 'our own is stopped by its name' 0 stop db
ok 'no process and no file of sshp is left' until_ 10 clean
finish
