#!/bin/sh
# Odd files of ssh_config, and odd edits of them between two attempts: no
# forward and no setting gets lost.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
sed -i 's/^    Persist yes/&\n    PersistBackoff 1s 2s/' "$T/config"
cp "$T/config" "$T/plain"
# starts name words...: a tunnel is up; $input is its standard input.
input=/dev/null
starts() {
	name=$1
	shift
	sshp "$@" -N server 2> "$T/a" < "$input" &
	keep=$!
	n=1
	ok "a tunnel is up: $name" until_ 20 ups
}
ups() {
	[ "$(grep -c '^sshp: server: \(up\|reconnected\)' "$T/a")" -ge $n ]
}
# back name: it is up again after a loss.
back() {
	n=$((n + 1))
	kill -KILL "$(kept $keep)"
	ok "the tunnel is back: $1" until_ 30 ups
}
ends() {
	kill $keep
	wait $keep
}
told() {
	has "sshp says: $1" "$T/a" "$1; using the previous settings"
}

# --- no file, a descriptor, another system's line ends ---
starts 'with -F none' -F none -o Persist=yes -o PersistBackoff=1s \
    -o "IdentityFile=$T/key" -o "UserKnownHostsFile=$T/known" \
    -o BatchMode=yes -L 9090:localhost:80
back 'with -F none'
ok 'the forward of the command line listens after a loss with -F none' listens '' 9090
ends
{
	cat "$T/plain"
	echo '    LocalForward 9091 localhost:80'
} > "$T/config"
input=$T/config
starts 'with -F /dev/stdin' -F /dev/stdin -o Persist=yes
input=/dev/null
back 'with -F /dev/stdin, which can be read once'
told "Can't open user config file /dev/stdin: is not a regular file"
ok 'the forward of that file listens after a loss' listens '' 9091
ends
sed 's/$/\r/' "$T/config" > "$T/crlf"
sed -i "s|Persist yes|&\r\n    PersistNotify echo \$SSHP_EVENT >> $T/heard|" "$T/crlf"
starts 'with CRLF at the ends of lines' -F "$T/crlf"
back 'with CRLF at the ends of lines'
ok 'the forward of a file with CRLF listens after a loss' listens '' 9091
is 'the command of PersistNotify has no carriage return' "$(head -n 2 "$T/heard" | paste -sd' ' -)" 'up down'
ends

# --- an Include that vanishes ---
mkdir "$T/inc"
echo 'LocalForward 9092 localhost:80' > "$T/inc/one"
{
	cat "$T/plain"
	echo "Include $T/inc/*"
} > "$T/config"
starts 'with an Include' -F "$T/config"
chmod 666 "$T/inc/one"
back 'after its Include became writable for everybody'
told "Bad owner or permissions on $T/inc/one"
ok 'the forward of that Include is kept' listens '' 9092
rm "$T/inc/one"
mkfifo "$T/inc/one"
back 'after its Include became a FIFO'
told "$T/inc/one: is not a regular file"
rm "$T/inc/one"
back 'after its Include vanished'
ok 'the forward of the Include that vanished is gone, as with ssh' eval '! listens "" 9092'
echo 'LocalForward 9092 localhost:80' > "$T/inc/one"
back 'after its Include returned'
ok 'the forward of the Include listens again' listens '' 9092

# --- the file itself ---
mv "$T/config" "$T/kept"
back 'after its file was removed'
told "Can't open user config file $T/config: No such file or directory"
mkfifo "$T/config"
back 'after its file became a FIFO'
told "Can't open user config file $T/config: is not a regular file"
rm "$T/config"
mkdir "$T/config"
back 'after its file became a directory'
told 'Persist yes no longer applies'
ok 'the forward is kept while there is no file' listens '' 9092
rmdir "$T/config"
mv "$T/kept" "$T/config"
ends

# --- Match final, with an answer that differs ---
cat >> "$T/config" <<END
Match final exec "test -e $T/away"
    LocalForward 9093 localhost:80
    ServerAliveInterval 7
Match final exec "test ! -e $T/away"
    LocalForward 9094 localhost:80
END
starts 'with Match final and exec' -F "$T/config"
ok 'the forward of Match final listens' listens '' 9094
touch "$T/away"
back 'after the answer to Match final exec changed'
ok 'the forward of the other Match final listens' listens '' 9093
ok 'the forward of the first Match final is gone' eval '! listens "" 9094'
ends

# --- ControlMaster edited ---
cp "$T/plain" "$T/config"
echo '    LocalForward 9095 localhost:80' >> "$T/config"
starts 'with a private control socket' -F "$T/config"
# master lines: the file has these lines, too.
master() {
	cp "$T/plain" "$T/config"
	printf '    %s\n' 'LocalForward 9095 localhost:80' "$@" >> "$T/config"
}
asked() {
	ssh -F none -o ProxyCommand=false -S "$1" -O check server 2> /dev/null
}
master 'ControlMaster auto' "ControlPath $T/master"
back 'after ControlMaster and ControlPath were added'
ok 'the kept ssh is the master at the ControlPath' asked "$T/master"
master 'ControlMaster auto' "ControlPath $T/other"
back 'after ControlPath changed'
ok 'the kept ssh is the master at the other ControlPath' asked "$T/other"
master 'ControlMaster no'
back 'after ControlMaster no was set'
ok 'the kept ssh is no master' eval '! asked "$T/other"'
master
back 'after these lines were removed'
ok 'the kept ssh has a private control socket again' test -S "$(echo "$T"/run/sshp/*/control)"
ok 'the forward still listens' listens '' 9095
ends
ok 'no process and no file of sshp is left' until_ 10 clean
finish
