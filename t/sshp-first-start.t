#!/bin/sh
# First starts, -f, and a person at a terminal.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
mkfifo "$T/keys"
exec 3<> "$T/keys"

# --- first starts that only a person can mend ---
ssh-keygen -q -t ed25519 -N '' -f "$T/other"
sed "s|$T/key|$T/other|" "$T/config" > "$T/wrong"
attempts() { grep -c "authenticating user" "$T/sshd.log"; }
timeout 20 sshp -F "$T/wrong" -N server 2> "$T/a"
is 'wrong key at first: 255' $? 255
has 'wrong key: what ssh says' "$T/a" 'Permission denied (publickey'
has 'wrong key: stopped' "$T/a" '^sshp: server: stopped: login refused'
ok 'wrong key: the server saw it' until_ 5 says "$T/sshd.log" 'authenticating user'
is 'wrong key: one attempt' "$(attempts)" 1
printf 'server %s\n' "$(cat "$T/other.pub")" > "$T/changed"
timeout 20 sshp -F "$T/config" -o UserKnownHostsFile="$T/changed" -f -N server 2> "$T/a"
is 'a changed host key ends the first start with -f: 255' $? 255
has 'changed host key: what ssh says' "$T/a" 'IDENTIFICATION HAS CHANGED'
has 'changed host key: stopped' "$T/a" '^sshp: server: stopped: host key not accepted'
timeout 20 sshp -F "$T/config" -o KexAlgorithms=diffie-hellman-group14-sha1 \
    -f -N server 2> "$T/a"
is 'no common key exchange ends the first start with -f: 255' $? 255
# Anybody on the path can cause these: a service must come up later.
keep "$T/a" -o UserKnownHostsFile="$T/changed" -N server
ok 'a changed host key does not end the first start of a service' \
    until_ 10 says "$T/a" 'host key not accepted (attempt 1)'
ok 'the service waits for the right host key' alive $keep
printf 'server %s\n' "$(cat "$T/hostkey.pub")" > "$T/changed"
kill -USR1 $keep
ok 'the service comes up once the host key is right' until_ 10 says "$T/a" ': up in'
kill $keep
wait $keep
keep "$T/a" -o KexAlgorithms=diffie-hellman-group14-sha1 -N server
ok 'no common key exchange does not end the first start of a service' \
    until_ 10 says "$T/a" '(attempt 1)'
ok 'the service waits for a server that negotiates' alive $keep
kill $keep
wait $keep

# --- later ones are not final ---
cp "$T/authorized" "$T/authorized.good"
keep "$T/b" -N server
until_ 10 says "$T/b" ': up'
cp "$T/other.pub" "$T/authorized"
kill -KILL "$(kept $keep)"
ok 'wrong key later: goes on' until_ 10 says "$T/b" 'login refused; retrying'
cp "$T/authorized.good" "$T/authorized"
# Half a minute at least: not waited for, but asked for.
kill -USR1 $keep
ok 'wrong key later: back when it is mended' until_ 10 says "$T/b" ': reconnected after'
kill $keep
wait $keep

# --- refused at the very first start ---
server_down
keep "$T/c" -N server
ok 'refused at first: goes on' until_ 10 says "$T/c" 'Connection refused; retrying'
server_up
ok 'refused at first: up' until_ 10 says "$T/c" ': up in'
kill $keep
wait $keep

# --- -f ---
server_down
sshp -F "$T/config" -f -N -L 9091:localhost:22 server 2> "$T/d" &
caller=$!
ok '-f: the caller waits while it cannot connect' until_ 10 says "$T/d" 'Connection refused'
ok '-f: still there' alive $caller
server_up
until_ 20 gone $caller
wait $caller
is '-f: the caller gets 0' $? 0
ok '-f: ready before the caller returns' listens '' 9091
daemon=$(processes "sshp -F $T/config -f")
own_session() { [ "$(cut -d' ' -f6 "/proc/$daemon/stat")" = "$daemon" ]; }
ok '-f: in a session of its own' own_session
server_down
server_up
ok '-f: it comes back' until_ 20 listens '' 9091
ok '-f: nobody is told on a standard error that is not there' test "$(wc -l < "$T/d")" -le 3
kill "$daemon"
ok '-f: TERM leaves nothing' until_ 10 clean
out=$(timeout 20 sshp -F "$T/config" -f -N server 2>&1)
is '-f: $(...) does not wait for the daemon' "${out%% in *}" 'sshp: server: up'
daemon=$(processes "sshp -F $T/config -f")
kill "$daemon"
until_ 10 clean
timeout 20 sshp -F "$T/wrong" -f -N server 2> "$T/d"
is '-f: a login that is refused: 255' $? 255
has '-f: and why' "$T/d" 'stopped: login refused'
sshp -F "$T/config" -f server 'true' 2> "$T/d"
has '-f with a command: run once, says so' "$T/d" 'runs only once; use -N for a tunnel that reconnects'
server_down
sshp -F "$T/config" -f -N server 2> "$T/d" &
caller=$!
until_ 10 says "$T/d" 'Connection refused'
kill -KILL $caller
ok '-f: a caller that is killed takes all with it' until_ 10 clean
server_up

# --- a terminal ---
# term words...: sshp on a terminal; keys by fd 3, what it shows in $T/t.
term() {
	: > "$T/t"
	sed -i '/BatchMode/d' "$T/config"
	"$O/t/lib/pty" -z sshp -F "$T/config" "$@" <&3 > "$T/t" 2> "$T/pid" &
	term=$!
}
key() { printf "$1" >&3; }
shows() { grep -q -- "$1" "$T/t"; }

term server
ok 'terminal: a shell' until_ 10 shows '[#$] '
key 'echo $((6*7))\n'
ok 'terminal: it answers' until_ 10 shows '42'
lacks 'terminal: nothing is said at the first start' "$T/t" 'sshp:'
key 'exit 3\n'
wait $term
is 'terminal: exit status' $? 3
ok 'terminal: as it was' shows '\[sane\]'
ok 'terminal: nothing stays' until_ 10 clean

term server
until_ 10 shows '[#$] '
server_down
ok 'terminal: lost' until_ 10 shows 'sshp: server: connection lost after'
ok 'terminal: a countdown' until_ 20 shows 'next attempt in .*(Enter: retry now, ^C: stop)'
key 'typed ahead\n'
server_up
ok 'terminal: back' until_ 20 shows 'sshp: server: reconnected after'
key 'echo $((6*8))\n'
ok 'terminal: a new shell answers' until_ 10 shows '48'
lacks 'terminal: what was typed ahead went nowhere' "$T/t" 'typed: '
server_down
until_ 10 shows 'lost after.*'
countdown() { [ "$(grep -c 'Connection refused' "$T/t")" -ge 2 ]; }
until_ 20 countdown
key '\003'
until_ 10 gone $term
wait $term
is 'terminal: ^C ends it' $? 130
ok 'terminal: ^C leaves it as it was' shows '\[sane\]'
ok 'terminal: ^C leaves nothing' until_ 10 clean
server_up

# ^Z, fg and ~^Z.
term -N server
until_ 10 shows 'up in'
key '\032'
ok '^Z: stopped' until_ 10 shows '\[stopped\]'
inner=$(cat "$T/pid")
kill -USR1 "$inner"
job=$(kept "$inner")
running() { grep -q '^State:.S' "/proc/$job/status" && grep -q '^State:.S' "/proc/$(kept "$job")/status"; }
ok 'fg: both run again' until_ 20 running
stopped() { [ "$(grep -c '\[stopped' "$T/t")" -ge "$1" ]; }
key '\032'
ok '^Z again: stopped' until_ 20 stopped 2
kill -CONT "$job"
ok 'sshp alone is continued: ssh is, too' until_ 20 running
ok 'and neither is stopped again' holds_for 3 running
kill -USR1 "$inner"
front() { [ "$(cut -d' ' -f8 "/proc/$job/stat")" = "$job" ]; }
until_ 20 front
key '\003'
wait $term
is '^C in cooked mode: 130' $? 130
# One that has something to do before it stops, as at a question.
mkdir "$T/late"
cat > "$T/late/ssh" <<-END
	#!/usr/bin/perl
	exec '$(command -v ssh)', @ARGV if "@ARGV" eq '-V';
	sub stop {
		select undef, undef, undef, .5;
		\$SIG{TSTP} = 'DEFAULT';
		kill 'TSTP', \$\$;
	}
	\$SIG{TSTP} = \\&stop;
	print "asks\\n";
	sleep 1 while 1;
END
chmod +x "$T/late/ssh"
PATH=$T/late:$PATH
term -N server
until_ 10 shows asks
key '\032'
ok '^Z, and ssh stops late: stopped' until_ 20 stopped 1
inner=$(cat "$T/pid")
job=$(kept "$inner")
kill -USR1 "$inner"
ok 'fg: both run again' until_ 20 running
ok 'and neither is stopped again' holds_for 3 running
key '\003'
wait $term
PATH=${PATH#*:}
term server
until_ 10 shows '[#$] '
key '\n~\032'
ok '~^Z: all of it is stopped, the terminal sane' until_ 10 shows '\[stopped\]'
kill -USR1 "$(cat "$T/pid")"
key '\necho $((6*9))\n'
ok 'fg: the session goes on' until_ 10 shows '54'
key '\n~.'
ok '~. is a loss that says so' until_ 10 shows 'lost after'
key '\003'
wait $term

# Prompts.
sed -i 's/^    UserKnownHostsFile.*/    UserKnownHostsFile \/run\/t\/new/; s/StrictHostKeyChecking.*//' "$T/config"
term -N server
ok 'host key question' until_ 10 shows 'Are you sure you want to continue'
key 'yes\n'
ok 'answered: up' until_ 10 shows 'up in'
key '\003'
wait $term
rm -f "$T/new"
term -N server
until_ 10 shows 'Are you sure you want to continue'
key 'no\n'
wait $term
is 'host key refused: 255' $? 255
ok 'host key refused: stopped' shows 'stopped: host key not accepted'
rm -f "$T/new"
term -N server
until_ 10 shows 'Are you sure you want to continue'
key '\003'
wait $term
is '^C at the question: 130' $? 130
ok '^C at the question: nothing stays' until_ 10 clean
cp "$T/known" "$T/new"
ssh-keygen -q -p -P '' -N secret -f "$T/key"
term -N server
ok 'passphrase prompt' until_ 10 shows 'Enter passphrase for key'
key 'secret\n'
ok 'answered: up' until_ 10 shows 'up in'
secret() { grep -l secret /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2> /dev/null; }
is 'the passphrase is in no argv and no environment' "$(secret)" ''
key '\003'
wait $term
ok 'nothing stays' until_ 10 clean
finish
