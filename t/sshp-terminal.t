#!/bin/sh
# A user at a terminal: a shell, its loss, ^C, ^Z, ~., and the questions of ssh.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
mkfifo "$T/keys"
exec 3<> "$T/keys"
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
ok 'a shell on a terminal prints its prompt' until_ 10 shows '[#$] '
key 'echo $((6*7))\n'
ok 'a shell on a terminal runs what is typed' until_ 10 shows '42'
lacks 'sshp prints nothing at the first start of a shell' "$T/t" 'sshp:'
key 'exit 3\n'
wait $term
is 'sshp ends with the exit status of the shell' $? 3
ok 'the terminal has its old modes after the shell' shows '\[sane\]'
ok 'no process and no file of sshp is left after a shell' until_ 10 clean

term server
until_ 10 shows '[#$] '
server_down
ok 'sshp says on the terminal that a shell was lost' until_ 10 shows 'sshp: server: connection lost after'
ok 'the terminal shows when sshp retries' until_ 20 shows 'next attempt in .*(Enter: retry now, ^C: stop)'
key 'typed ahead\n'
server_up
ok 'sshp says on the terminal that the connection is back' until_ 20 shows 'sshp: server: reconnected after'
key 'echo $((6*8))\n'
ok 'a new shell runs what is typed' until_ 10 shows '48'
lacks 'input that was typed during the loss does not reach the new shell' "$T/t" 'typed: '
server_down
# What is typed before the second loss is noticed goes to ssh.
countdown() { sed '1,/reconnected after/d' "$T/t" | grep -q 'next attempt in'; }
until_ 30 countdown
key '\003'
until_ 10 gone $term
wait $term
is '^C during the wait ends sshp with 130' $? 130
ok 'the terminal has its old modes after ^C' shows '\[sane\]'
ok 'no process and no file of sshp is left after ^C' until_ 10 clean
server_up

# ^Z, fg and ~^Z.
term -N server
until_ 10 shows 'up in'
key '\032'
ok '^Z stops sshp and its ssh' until_ 10 shows '\[stopped\]'
inner=$(cat "$T/pid")
kill -USR1 "$inner"
job=$(kept "$inner")
running() {
	grep -q '^State:.[RSD]' "/proc/$job/status" &&
	    grep -q '^State:.[RSD]' "/proc/$(kept "$job")/status"
}
ok 'sshp and ssh both run again after fg' until_ 20 running
stopped() { [ "$(grep -c '\[stopped' "$T/t")" -ge "$1" ]; }
key '\032'
ok 'a second ^Z stops sshp and its ssh' until_ 20 stopped 2
kill -CONT "$job"
ok 'sshp continues its ssh when somebody continues sshp alone' until_ 20 running
ok 'neither sshp nor ssh is stopped again after fg' holds_for 3 running
kill -USR1 "$inner"
front() { [ "$(cut -d' ' -f8 "/proc/$job/stat")" = "$job" ]; }
until_ 20 front
key '\003'
wait $term
is '^C on a terminal in cooked mode ends sshp with 130' $? 130
# An ssh that does something before it stops, as at a question.
mkdir "$T/late"
cat > "$T/late/ssh" <<-END
	#!/usr/bin/perl
	exec '$(command -v ssh)', @ARGV if "@ARGV" =~ /^-vG/;
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
ok '^Z stops sshp although its ssh stops late' until_ 20 stopped 1
inner=$(cat "$T/pid")
job=$(kept "$inner")
kill -USR1 "$inner"
ok 'sshp and ssh both run again after fg' until_ 20 running
ok 'neither sshp nor ssh is stopped again after fg' holds_for 3 running
key '\003'
wait $term
PATH=${PATH#*:}
term server
until_ 10 shows '[#$] '
key '\n~\032'
ok '~^Z stops the job, and the terminal has its old modes' until_ 10 shows '\[stopped\]'
kill -USR1 "$(cat "$T/pid")"
key '\necho $((6*9))\n'
ok 'the shell goes on after ~^Z and fg' until_ 10 shows '54'
key '\n~.'
ok '~. is a loss, and sshp says so' until_ 10 shows 'lost after'
key '\003'
wait $term

# Prompts.
sed -i 's/^    UserKnownHostsFile.*/    UserKnownHostsFile \/run\/t\/new/; s/StrictHostKeyChecking.*//' "$T/config"
term -N server
ok 'the question about an unknown host key is shown' until_ 10 shows 'Are you sure you want to continue'
key 'yes\n'
ok 'the tunnel is up once the question is answered' until_ 10 shows 'up in'
key '\003'
wait $term
rm -f "$T/new"
term -N server
until_ 10 shows 'Are you sure you want to continue'
key 'no\n'
wait $term
is 'the answer no to the host key question ends sshp with 255' $? 255
ok 'sshp says that it stopped because the user refused the host key' shows 'stopped: host key not accepted'
rm -f "$T/new"
term -N server
until_ 10 shows 'Are you sure you want to continue'
key '\003'
wait $term
is '^C at a question of ssh ends sshp with 130' $? 130
ok 'no process and no file of sshp is left after ^C at a question' until_ 10 clean
cp "$T/known" "$T/new"
ssh-keygen -q -p -P '' -N secret -f "$T/key"
term -N server
ok 'the question for a passphrase is shown' until_ 10 shows 'Enter passphrase for key'
key 'secret\n'
ok 'the tunnel is up once the question is answered' until_ 10 shows 'up in'
secret() { grep -l secret /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2> /dev/null; }
is 'the passphrase is in no argument and no environment of a process' "$(secret)" ''
key '\003'
wait $term
ok 'no process and no file of sshp is left' until_ 10 clean
finish
