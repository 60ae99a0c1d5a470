#!/bin/sh
# What ssh's log says without end, again and again, or of another ssh: a flood of
# lines, a port that stays held, "ssh -O exit" that nothing proves, a jump host
# that refuses the login.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
notify="PersistNotify=echo \$SSHP_EVENT \$SSHP_REASON >> $T/heard"
name=$(id -un)
lost() { kill -KILL "$(kept "$keep")"; }
# A client of a SOCKS port on the server: HOW MANY requests for names with
# newlines in them.
cat > "$T/socks.pl" <<-'END'
	use IO::Socket::INET;
	my ($port, $times, $name) = @ARGV;
	$name =~ s/\\n/\n/g;
	for (1 .. $times) {
		my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1:$port") or next;
		syswrite $s, "\5\1\0";
		sysread $s, my $answer, 2;
		syswrite $s, pack "C4 C/a n", 5, 1, 0, 3, $name, 80;
		sysread $s, $answer, 10;
	}
END

# --- a flood ---
keep "$T/c" -N -R 1080 -E "$T/log" server
until_ 10 says "$T/c" ': up in'
many=$(perl -e 'print "x\\n" x 49')
for i in 1 2 3 4; do
	$server perl "$T/socks.pl" 1080 2500 "$i$many" &
	eval "flood$i=$!"
done
slowest=0
began=$(now)
# shellcheck disable=SC2154 # by eval
while alive "$flood1" && [ $(($(now) - began)) -lt 20000 ]; do
	asked=$(now)
	timeout 20 sshpctl list > "$T/listed" || echo no answer > "$T/listed"
	took=$(($(now) - asked))
	[ $took -le $slowest ] || slowest=$took
	sleep .3
done
# shellcheck disable=SC2154
kill "$flood1" "$flood2" "$flood3" "$flood4" 2> /dev/null
has 'sshp answers sshpctl during a flood of log lines' "$T/listed" 'server *up'
note "the slowest answer: $slowest ms; lines in the log: $(wc -l < "$T/log")"
ok 'the answer comes within two seconds' [ $slowest -lt 2000 ]
few() { [ "$(wc -l < "$T/log")" -lt 300 ]; }
ok 'sshp prints few lines of the flood' few
ok 'sshp says how many lines it left out' until_ 15 says "$T/log" '^[0-9][0-9]* more lines'
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean

# --- told to end by somebody who may, where nothing proves that ---
sed "s|^Host \*|&\n    ControlMaster auto\n    ControlPath $T/mux|" "$T/config" > "$T/shared"
keep "$T/e" -F "$T/shared" -o PersistGuard=no -N server
until_ 10 says "$T/e" ': up in'
ssh -F "$T/plain" -o ControlPath="$T/mux" -O exit server 2> /dev/null ||
    ssh -F none -o ControlPath="$T/mux" -O exit server 2> /dev/null
ok 'ssh -O exit that nothing proves does not end sshp' until_ 20 says "$T/e" ': reconnected after'
has 'sshp says why it started ssh again' "$T/e" ': connection lost after .*: ssh was asked to exit'
kill $keep
wait $keep

# --- a held -L ---
perl t/lib/hold 8089 127.0.0.1 &
holder=$!
until_ 5 listens '' 8089
keep "$T/f" -N -L 127.0.0.1:8089:localhost:80 -E "$T/held" server
ok 'another process holds the remote port' until_ 10 says "$T/f" ': up in .*8089'
ok 'sshp retries the refused remote forward' until_ 10 says "$T/held" 'requested local forward .* failed'
same() { [ -z "$(sort "$T/held" | uniq -d)" ]; }
ok 'each line about the forward is printed once, however often sshp retries' holds_for 4 same
kill $holder
ok 'the forward is granted once the port is free' until_ 30 says "$T/f" '8089 listens after'
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean

# --- a jump host that takes the key no more, for a while ---
cat >> "$T/config" <<-END
	Host far
	    HostName localhost
	    ProxyJump $name@hop
	Host hop
	    HostName server
END
eval "$(ssh-agent -a "$T/agent")" > /dev/null
ssh-add -q "$T/key"
keep "$T/g" -N -o "$notify" far
ok 'a tunnel through a jump host is up' until_ 20 says "$T/g" ': up in'
mv "$T/authorized" "$T/authorized.good"
: > "$T/authorized"
: > "$T/heard"
lost
ok 'a login that the jump host refuses is retried' until_ 20 says "$T/g" ': login refused; retrying'
lacks 'sshp does not wait for the user' "$T/heard" 'needs-you'
mv "$T/authorized.good" "$T/authorized"
kill -USR1 $keep
ok 'the tunnel is back' until_ 20 says "$T/g" ': reconnected after'
kill $keep "$SSH_AGENT_PID"
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean
finish
