# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# Part of t/bench/run: what reading ssh_config costs sshp beside ssh, in
# instructions, which a busy machine does not change: a file of 100,000 hosts,
# and an ordinary one.  sshp is counted up to its exec of an ssh that is none.

# hosts n lines: a file of n blocks of so many lines.
hosts() {
	perl -e 'for my $i (1 .. $ARGV[0]) {
	my @line = ("Host host$i", "    HostName 10.0.$i.example",
	    "    User user$i", "    Port " . (1024 + $i % 60000),
	    "    IdentityFile ~/.ssh/id_$i");
	print map { "$_\n" } @line[0 .. $ARGV[1] - 1] }' "$@"
}

# counted command...: its instructions.
counted() {
	PATH=$T/bin:$PATH valgrind --tool=callgrind \
	    --callgrind-out-file=/dev/null "$@" 2>&1 > /dev/null |
	    sed -n 's/.*Collected *: *//p'
}

# row name file
row() {
	theirs=$(counted "$ssh" -F "$2" -G host7)
	ours=$(counted "$O/sshp" -F "$2" host7)
	perl -e 'printf "%-26s ssh -G %8.1f M   sshp %8.1f M   %.3f\n",
	    $ARGV[0], $ARGV[1] / 1e6, $ARGV[2] / 1e6, $ARGV[2] / $ARGV[1]' \
	    "$1" "$theirs" "$ours"
}

outside() {
	O=$(cd "$O" && pwd)
	for need in valgrind ssh perl; do
		command -v $need > /dev/null || {
			echo "not measured: no $need"
			return 0
		}
	done
	T=$(mktemp -d)
	trap 'rm -rf "$T"' EXIT
	mkdir "$T/bin"
	printf 'no program\0' > "$T/bin/ssh"
	chmod +x "$T/bin/ssh"
	ssh=$(command -v ssh)

	echo 'reading ssh_config: instructions, beside ssh -G'
	hosts 100000 3 > "$T/three"
	hosts 100000 5 > "$T/five"
	hosts 20 5 > "$T/ordinary"
	row '100,000 blocks of 3 lines' "$T/three"
	row '100,000 blocks of 5 lines' "$T/five"
	row 'an ordinary file' "$T/ordinary"
	# Of the process there is more than the reading: what the file adds to none.
	none=$(counted "$O/sshp" -F none host7)
	some=$(counted "$O/sshp" -F "$T/ordinary" host7)
	echo "an ordinary file, over none: $((some - none)) instructions," \
	    "a third of a nanosecond each"

	# At a dial sshp evaluates the files again.  Its -G does as much, and starts
	# an ssh, which is none here.
	{
		printf 'IgnoreUnknown Persist*\nPersist yes\n'
		hosts 200 5
	} > "$T/real"
	PATH=$T/bin:$PATH perl -e '
		open STDERR, ">", "/dev/null";
		system @ARGV for 1 .. 100;
		my (undef, undef, $user, $system) = times;
		printf "an evaluation at a dial, 200 hosts: %.1f ms of CPU " .
		    "(limit 20)\n", 10 * ($user + $system);
		exit($user + $system > 2)' "$O/sshp" -F "$T/real" -G host7
}
