#!/bin/sh
# PersistPassword against others of the same user, without privileges: who is
# not below our ssh is told nothing, and nobody looks into sshp's memory.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
release=$(ssh -V 2>&1 | sed 's/^OpenSSH_\([0-9]*\)\.\([0-9]*\).*/\1 \2/')
[ "${release% *}${release#* }" -ge 86 ] || skip_all 'this ssh is older than 8.6'
keep_world
mkfifo "$T/keys"
exec 3<> "$T/keys"

# $as command...: an account without privileges; another than ours if we are
# root.
as_uid=$(id -u) root=$(id -un)
as='setpriv --inh-caps=-all --ambient-caps=-all --bounding-set=-all'
mkdir -m 700 "$T/u" "$T/u/run"
copy_build
if [ "$as_uid" -eq 0 ]; then
	as_uid=12345
	as='setpriv --reuid=12345 --regid=12345 --clear-groups --inh-caps=-all --bounding-set=-all'
	echo "mallory:x:12345:12345::$T/u:/bin/sh" >> "$T/passwd"
	umount /etc/passwd && mount --bind "$T/passwd" /etc/passwd
fi
HOME=$T/u XDG_RUNTIME_DIR=$T/u/run
ssh-keygen -q -t ed25519 -N 'open sesame' -C throw-away -f "$T/u/locked"
cat "$T/u/locked.pub" >> "$T/authorized"
cat > "$T/u/spy" <<-'END'
	#!/bin/sh
	# Below our ssh, and asks for more than there is.
	sshp-askpass '(root@server) Verification code: ' > "$HOME/code" 2>&1
	sshp-askpass "Enter passphrase for key '$HOME/other': " > "$HOME/other" 2>&1
	: > "$HOME/spied"
END
chmod +x "$T/u/spy"
sed "/BatchMode/d; s|IdentityFile.*|IdentityFile $T/u/locked|
    s/^Host \*/&\n    User $root\n    PersistPassword yes\n    PersistBackoff 1s 1s/" "$T/config" > "$T/u/config"
[ "$(id -u)" -ne 0 ] || chown -R 12345:12345 "$T/u"
$as sshp -V 2> /dev/null || skip_all 'no account without privileges here'

shows() { [ "$(grep -c -- "$1" "$T/t")" -ge "${2:-1}" ]; }
asked() { [ "$(grep -o "$1" "$T/t" | wc -l)" -ge "$2" ]; }
not_asked() { ! asked "$@"; }
by_hand() {
	: > "$T/t"
	$as "$O/t/lib/pty" sshp -F "$T/u/config" "$@" <&3 > "$T/t" 2> /dev/null &
	term=$!
}
drop() { kill -KILL "$(kept "$sshp")"; }
left() { [ -z "$(processes "$T/u/config")" ] && [ -z "$(ls "$T/u/run/sshp" 2> /dev/null)" ]; }

by_hand -N server
ok 'ssh asks for the passphrase' until_ 30 asked 'Enter passphrase' 1
printf 'open sesame\n' >&3
ok 'the tunnel is up after the passphrase' until_ 30 shows 'up in'
sshp=$(kept $term)
is 'sshp runs without privileges' "$(sed -n 's/^CapEff:\t//p; s/^Uid:\t\([0-9]*\).*/\1/p' "/proc/$sshp/status" | xargs)" \
    "$as_uid 0000000000000000"
drop
ok 'the tunnel is back after a loss without a question' until_ 30 shows 'reconnected after'
ok 'the user was not asked after the loss' not_asked 'Enter passphrase' 2

# --- the memory ---
$as sleep 1000 &
other=$!
looks() { $as head -c 1 "/proc/$2/$1" > /dev/null 2>&1; }
ok 'a process of the user can read the memory of another process of the user' until_ 10 looks environ $other
for what in environ mem maps auxv io; do
	ok "/proc/PID/$what of sshp cannot be read by its user" sh -c "! $as head -c 1 /proc/$sshp/$what > /dev/null 2>&1"
done
if command -v strace > /dev/null; then
	$as timeout 20 strace -p "$sshp" > /dev/null 2> "$T/why"
	has 'sshp cannot be traced by its user' "$T/why" 'not permitted\|denied'
else
	skip 'sshp cannot be traced by its user' 'no strace'
fi
kill $other
cat > "$T/where.pl" <<-'END'
	# where.pl PID TEXT: how often it is in that memory; how often where it
	# might be swapped, dumped, or go to a child.
	my ($pid, $text) = @ARGV;
	my ($all, $bad, @at) = (0, 0);
	open my $m, '<:raw', "/proc/$pid/mem" or die "mem: $!\n";
	open my $s, '<', "/proc/$pid/smaps" or die "smaps: $!\n";
	while (<$s>) {
		@at = (hex $1, hex $2) if /^([0-9a-f]+)-([0-9a-f]+) r/;
		@at = () if /^[0-9a-f]+-[0-9a-f]+ [^r]/ || /\[v/;
		next unless /^VmFlags:/ && @at;
		my ($buf, $n, $flags) = ('', 0, $_);
		sysseek $m, $at[0], 0;
		next unless sysread $m, $buf, $at[1] - $at[0];
		$n++ while $buf =~ /\Q$text\E/g;
		$all += $n;
		$bad += $n unless $flags =~ / lo / && $flags =~ / dc / && $flags =~ / dd /;
	}
	print "$all $bad\n";
END
# holds name text wanted: what where.pl says of sshp.
holds() {
	if sanitised; then
		skip "$1" 'the sanitiser keeps what it likes'
	elif ! head -c 0 "/proc/$sshp/mem" 2> /dev/null; then
		skip "$1" 'only root may read its memory'
	else
		is "$1" "$(perl "$T/where.pl" "$sshp" "$2" 2>&1)" "$3"
	fi
}
holds 'the passphrase is in its memory once, where it is locked' 'open sesame' '1 0'

# --- who asks ---
prompt="Enter passphrase for key '$T/u/locked': "
secrets=$(ls "$T"/u/run/sshp/*/secrets)
$as env SSHP_SECRETS="$secrets" sshp-askpass "$prompt" > "$T/stolen" 2> /dev/null < /dev/null
is 'sshp-askpass of the same user outside of the ssh of sshp ends with 1' $? 1
is 'sshp-askpass of the same user outside of the ssh of sshp gets no passphrase' "$(cat "$T/stolen")" ''
cat > "$T/ask.pl" <<-'END'
	# ask.pl SOCKET PROMPT: without sshp-askpass
	use Socket;
	socket my $s, AF_UNIX, SOCK_SEQPACKET, 0 or die $!;
	connect $s, pack_sockaddr_un($ARGV[0]) or print("no way in\n"), exit;
	send $s, "q$ARGV[1]", MSG_NOSIGNAL;
	$SIG{ALRM} = sub { print "no answer\n"; exit };
	alarm 20;
	recv $s, my $said, 2000, 0;
	print "said: $said\n";
END
is 'sshp hangs up on another program of the same user' "$($as perl "$T/ask.pl" "$secrets" "$prompt" 2> /dev/null)" 'said: '
if [ "$(id -u)" -eq 0 ]; then
	is 'sshp hangs up on root' "$(perl "$T/ask.pl" "$secrets" "$prompt" 2> /dev/null)" 'said: '
	is 'another user cannot connect to sshp' "$(setpriv --reuid=12346 --clear-groups --bounding-set=-all \
	    perl "$T/ask.pl" "$secrets" "$prompt" 2> /dev/null)" 'no way in'
	chmod 755 "$T/u" "$T/u/run" "$T/u/run/sshp" "$T"/u/run/sshp/*.run
	chmod 777 "$secrets"
	is 'sshp hangs up on another user although the directory is open to him' "$(setpriv --reuid=12346 --clear-groups --bounding-set=-all \
	    perl "$T/ask.pl" "$secrets" "$prompt" 2> /dev/null)" 'said: '
else
	skip 'sshp and another user' 'not root here'
fi

# --- wrong once, and it is nowhere any more ---
$as ssh-keygen -q -p -P 'open sesame' -N 'close sesame' -f "$T/u/locked" > /dev/null
drop
ok 'a changed passphrase makes sshp wait for the user' until_ 30 shows 'needs you: passphrase'
holds 'what was wrong is not in its memory' 'open sesame' '0 0'
printf '\003' >&3
ok 'sshp ends' until_ 30 gone $term
ok 'no process and no file of sshp is left' until_ 20 left

# --- below our ssh: other questions are the person's, each time ---
by_hand -N -o PermitLocalCommand=yes -o "LocalCommand=$T/u/spy" server
ok 'the second tunnel asks for the passphrase' until_ 30 asked 'Enter passphrase' 1
printf 'close sesame\n' >&3
ok 'a question for a code reaches the user' until_ 30 asked 'Verification code' 1
printf 'zq7731\n' >&3
ok 'a question for another key reaches the user' until_ 30 asked "u/other'" 1
printf 'of another key\n' >&3
ok 'the user has answered' until_ 30 test -f "$T/u/spied"
is 'ssh gets what the user typed' "$(cat "$T/u/code" "$T/u/other")" 'zq7731
of another key'
ok 'the tunnel is up after the passphrase' until_ 30 shows 'up in'
sshp=$(kept $term)
holds 'a code is not kept' zq7731 '0 0'
printf '\003' >&3
ok 'sshp ends' until_ 30 gone $term
ok 'no process and no file of sshp is left' until_ 20 left

# --- no core ---
cat > "$T/core.pl" <<-'END'
	# core.pl command...: 1 if it left a core, by its status
	use POSIX ();
	system @ARGV;
	exit($? & 128 ? 1 : 0);
END
cores() { $as sh -c 'cd "$HOME" && ulimit -c unlimited && exec perl "$@"' sh "$T/core.pl" "$@"; }
if cores sh -c 'kill -ABRT $$' 2> /dev/null; then
	skip 'sshp leaves no core file' 'nothing leaves one here'
else
	sed 's/locked$/none/' "$T/u/config" > "$T/u/nokey"
	cores sshp -F "$T/u/config" -i "$T/u/locked" -N server 2> "$T/u.log" < /dev/null &
	job=$!
	running() { sshp=$(processes "sshp -F $T/u/config -i" | tail -n 1) && [ -n "$(ls "$T"/u/run/sshp/*/secrets)" ]; }
	until_ 30 running
	for p in $(processes "sshp -F $T/u/config -i"); do
		case $(readlink "/proc/$p/exe") in
		*/sshp) kill -ABRT "$p" ;;
		esac
	done
	wait $job
	is 'sshp leaves no core file' $? 0
fi
finish
