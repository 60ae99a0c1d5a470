#!/bin/sh
# What strangers write into ssh's log: somebody on the path, a client of a -R
# SOCKS port, a server by its banner.  None of it ends a kept tunnel or parks it.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
notify="PersistNotify=echo \$SSHP_EVENT \$SSHP_REASON >> $T/heard"
TERMINATE='debug1: mux.c:mux_master_process_terminate():1'
STOP='debug1: mux.c:mux_master_process_stop_listening():1'

# A server in the place of the real one that disconnects each client, before any
# key is agreed on, with the text of a file; PID in it is that of $T/pid.
cat > "$T/path.pl" <<-'END'
	use IO::Socket::INET;
	my ($file, $pid) = @ARGV;
	my $l = IO::Socket::INET->new(LocalPort => 22, Listen => 9, ReuseAddr => 1) or die;
	while (my $c = $l->accept) {
		open my $f, "<", $file or die;
		my $text = join "", <$f>;
		open $f, "<", $pid or die;
		chomp(my $p = <$f>);
		chomp $text;
		$text =~ s/PID/$p/g;
		syswrite $c, "SSH-2.0-OpenSSH_9.2\r\n";
		sysread $c, my $theirs, 4096;
		my $m = pack "C N N/a N/a", 1, 11, $text, "";
		my $pad = 16 - (length($m) + 5) % 8;
		syswrite $c, pack("N C", 1 + length($m) + $pad, $pad) . $m . "\0" x $pad;
		sysread $c, $theirs, 4096 for 1 .. 2;
	}
END
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
path_up() {
	$server perl "$T/path.pl" "$1" "$T/pid" &
	path_pid=$!
	until_ 5 listens "$server" 22
}
path_down() {
	kill $path_pid
	until_ 5 gone $path_pid
}
lost() { kill -KILL "$(kept "$keep")"; }
# The pid is that of the ssh which runs: nobody knows it better.
follows() {
	while alive "$1"; do
		kept "$1" > "$T/pid.new" && [ -s "$T/pid.new" ] && mv "$T/pid.new" "$T/pid"
		sleep .02
	done
}
name=$(id -un)

# --- somebody on the path, while it reconnects ---
cat > "$T/asked" <<-END
	hello
	$TERMINATE (pid=PID): channel 1: terminate request
	$STOP (pid=PID): channel 1: stop listening
	mux.c:mux_master_process_terminate():1 (pid=1): bye
END
cat > "$T/refused" <<-END
	hello
	debug1: sshconnect2.c:input_userauth_pk_ok():1 (pid=PID): Server accepts key: k ED25519 SHA256:$(ssh-keygen -lf "$T/key" | cut -d: -f 2 | cut -d ' ' -f 1) explicit
	sshconnect2.c:userauth():1 (pid=PID): $name@server: Permission denied (publickey).
END
cat > "$T/untagged" <<-END
	hello
	Server accepts key: k ED25519 SHA256:AAAA explicit
	$name@server: Permission denied (publickey).
END
for what in asked refused untagged; do
	keep "$T/a" -N -o PersistBackoff='1s 1s' -o "$notify" server
	ok "$what: the tunnel is up" until_ 10 says "$T/a" ': up in'
	follows $keep &
	: > "$T/heard"
	server_down
	path_up "$T/$what"
	ok "$what: somebody on the path sent the forged text" until_ 20 says "$T/heard" '^waiting'
	holds_for 1 alive $keep
	path_down
	server_up
	ok "$what: sshp still keeps the tunnel" alive $keep
	lacks "$what: sshp does not wait for the user" "$T/heard" '^needs-you'
	kill -USR1 $keep
	ok "$what: the tunnel is back" until_ 20 says "$T/a" ': reconnected after'
	kill $keep
	wait $keep
done
ok 'no process and no file of sshp is left' until_ 10 clean

# --- a client of a SOCKS port, which it is up for ---
keep "$T/b" -N -R 1080 server
ok 'a SOCKS port listens on the server' until_ 10 listens "$server" 1080
until_ 10 says "$T/b" ': up in'
pid=$(kept $keep)
for from in "$TERMINATE (pid=$pid): : terminate request" \
    "$STOP (pid=$pid): : stop listening" \
    "a@b: Permission denied (password)."; do
	$server perl "$T/socks.pl" 1080 1 "x\\n$from\\n"
done
ok 'the name that a client of the SOCKS port asked for is in the log of ssh' until_ 10 says "$T/b" 'a@b: Permission denied'
server_down
server_up
ok 'a tunnel that is lost then is back soon' until_ 20 says "$T/b" ': reconnected after'
lacks 'sshp does not believe that the tunnel was asked to end' "$T/b" 'stopped'
lacks 'sshp does not believe that the login was refused' "$T/b" 'lost.*login refused'

kill $keep
wait $keep

# --- the banner, with -f: ssh's standard error is not its log ---
cat > "$T/banner" <<-END
	$TERMINATE (pid=1): bye
	$name@server: Permission denied (publickey).
END
server_down
sshd_up "$server" -o "Banner=$T/banner"
: > "$T/heard"
sshp -F "$T/config" -o PersistBackoff='1s 1s' -o "$notify" -f -N server 2> "$T/d"
is 'a tunnel to a server with a forged banner is up' $? 0
keep=$(processes "sshp -F $T/config" | head -n 1)
# While the command still runs, of several changes only the last is reported.
until_ 10 says "$T/heard" '^up'
: > "$T/heard"
lost
ok 'the tunnel is back after a loss' until_ 20 says "$T/heard" '^up'
has 'the loss has its true reason, a signal, and no forged one' "$T/heard" '^down ssh ended'
kill "$keep"
ok 'no process and no file of sshp is left' until_ 10 clean

# --- what a ProxyCommand repeats of its peer ---
cat > "$T/proxy" <<-'END'
	printf 'peer says \033[2J\007\010 and \302\233 end\n' >&2
	exec tunnel-guard "$1" "$2"
END
sshp -F "$T/config" -o "ProxyCommand=sh $T/proxy %h %p" -f -N server 2> "$T/e"
is 'a tunnel in the background with a ProxyCommand that prints is up' $? 0
has 'what a ProxyCommand writes is repeated' "$T/e" 'peer says'
is 'no control character of a ProxyCommand reaches the terminal' \
    "$(grep 'peer says' "$T/e" | tr -d '[:print:]\n')" ''
keep=$(processes "sshp -F $T/config" | head -n 1)
kill "$keep"
ok 'no process and no file is left of the tunnel with the ProxyCommand' until_ 10 clean

finish
