#!/bin/sh
# sshpctl metrics -o: a file is replaced where it is, and nothing else is.
. t/lib/tap.sh
. t/lib/world.sh
world
mkdir "$T/d" "$T/real" "$T/bin"
cp "$O/sshpctl" "$T/bin/"
PATH=$T/bin:$PATH
good='^# TYPE sshp_up gauge'
to() { timeout 60 sshpctl metrics -o "$@" 2> "$T/err"; }

ok 'metrics -o makes a file that does not exist' to "$T/d/new"
has 'the new file has the metrics' "$T/d/new" "$good"
is 'the new file can be read by all users' "$(stat -c %a "$T/d/new")" 644
ln "$T/d/new" "$T/d/held"
echo old > "$T/d/new"
ok 'metrics -o replaces a file' to "$T/d/new"
is 'a reader of the old file still sees the old file' "$(cat "$T/d/held")" old
rm "$T/d/held"

echo old > "$T/real/file"
ln -s ../real/file "$T/d/link"
ln -s link "$T/d/link2"
ok 'metrics -o follows a symbolic link to a symbolic link' to "$T/d/link2"
has 'the file behind the links has the metrics' "$T/real/file" "$good"
is 'the links stay' "$(readlink "$T/d/link2") $(readlink "$T/d/link")" 'link ../real/file'
rm "$T/real/file"
ok 'metrics -o follows a symbolic link to a file that does not exist' to "$T/d/link"
has 'the file is made where the link leads' "$T/real/file" "$good"
ln -s loop "$T/d/loop"
ok 'metrics -o refuses a symbolic link to itself' sh -c '! timeout 60 sshpctl metrics -o "$1" 2> "$2"' sh "$T/d/loop" "$T/err"
is 'sshpctl says so in one line' "$(cat "$T/err")" "sshpctl: $T/d/loop: Too many levels of symbolic links"
is 'no temporary file is left' "$(find "$T/d" "$T/real" -name "*.??????")" ""

mkfifo "$T/fifo"
to "$T/fifo"
is 'metrics -o ends with 255 at once for a FIFO that nobody reads' $? 255
is 'sshpctl says so in one line' "$(cat "$T/err")" "sshpctl: $T/fifo: No such device or address"
ok 'the FIFO is not replaced' [ -p "$T/fifo" ]
cat "$T/fifo" > "$T/got" &
reader=$!
ok 'metrics -o writes to a FIFO with a reader' until_ 10 to "$T/fifo"
wait $reader
has 'the reader of the FIFO has the metrics' "$T/got" "$good"
to "$T/d"
is 'metrics -o refuses a directory' "$? $(cat "$T/err")" "255 sshpctl: $T/d: Is a directory"
ln -s /proc/self/fd/1 "$T/stdout"
to "$T/stdout" > "$T/got"
has 'metrics -o /dev/stdout writes to the file of standard output' "$T/got" "$good"
to "$T/stdout" | cat > "$T/got"
has 'metrics -o /dev/stdout writes to the pipe of standard output' "$T/got" "$good"
ok 'the link /dev/stdout is not replaced' [ -L "$T/stdout" ]
sshpctl metrics > /dev/full 2> "$T/err"
is 'metrics ends with 255 when standard output is full' "$? $(cat "$T/err")" '255 sshpctl: output: No space left on device'
sh -c 'ulimit -f 0; exec sshpctl metrics -o "$1"' sh "$T/d/new" 2>&1 | cat > "$T/err"
is 'metrics -o with ulimit -f 0 fails with one line' "$(cat "$T/err")" "sshpctl: $T/d/new: File too large"
has 'metrics -o with ulimit -f 0 leaves the old file' "$T/d/new" "$good"
is 'metrics -o with ulimit -f 0 leaves no temporary file' "$(find "$T/d" -name "new.*")" ""

if mknod "$T/full" c 1 7 2> /dev/null && [ "$(id -u)" -eq 0 ]; then
	to "$T/full"
	is 'metrics -o ends with 255 for a full device' "$? $(cat "$T/err")" "255 sshpctl: $T/full: No space left on device"
	ok 'the device is not replaced' [ -c "$T/full" ]
	mkdir -m 755 "$T/hers"
	echo secret > "$T/secret"
	ln -s "$T/secret" "$T/hers/link"
	chown -hR 12345 "$T/hers"
	to "$T/hers/link"
	is 'metrics -o does not follow a symbolic link of another user' \
	    "$? $(cat "$T/secret")" '255 secret'
	is 'sshpctl says so in one line' "$(cat "$T/err")" "sshpctl: $T/hers/link: Operation not permitted"
	# A file that is a FIFO when it is looked at, and a link when it is opened.
	cat > "$T/race" <<-'END'
		use POSIX;
		chdir $ARGV[0] or die;
		mkfifo('fifo', 0666);
		if (!fork) { open my $r, '+<', 'fifo'; 1 while sysread $r, my $got, 65536 }
		while (1) {
			link 'fifo', 'next'; rename 'next', 'it';
			symlink $ARGV[1], 'next'; rename 'next', 'it';
			exit if getppid == 1;
		}
	END
	chmod 755 "$T" && cp "$T/race" "$T/hers/race"
	setpriv --reuid 12345 --regid 12345 --clear-groups perl "$T/hers/race" "$T/hers" "$T/secret" &
	racer=$!
	until_ 10 test -e "$T/hers/it"
	tries=0
	while [ $tries -lt 200 ] && [ "$(head -c 6 "$T/secret")" = secret ]; do
		sshpctl metrics -o "$T/hers/it" 2> /dev/null
		tries=$((tries + 1))
	done
	for pid in $(processes "$T/hers/race"); do kill "$pid"; done
	wait $racer 2> /dev/null
	is 'metrics -o does not follow a link that replaces a FIFO at that moment' "$(cat "$T/secret")" secret
else
	skip 'metrics -o with devices and links of other users' 'not root here'
fi
finish
