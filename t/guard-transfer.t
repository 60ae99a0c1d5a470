#!/bin/sh
# What goes through arrives: a GiB each way, scp, sftp, rsync.
. t/lib/tap.sh
. t/lib/world.sh
world
wire
sshd_up "$server"
mib=${TRANSFER_MIB:-1024}

# The same bytes on both sides, cheap to make: a counter.
stream() {
	perl -e '$n = 0; $s = join "", map { pack "N", $_ } 0 .. 262143;
	for (1 .. $ARGV[0]) { substr($s, 0, 4) = pack "N", $_; print $s }' "$1"
}
sum=$(stream "$mib" | cksum)
is "$mib MiB up arrive unchanged" "$(stream "$mib" | ssh -F "$T/config" server cksum)" "$sum"
cat > "$T/stream" <<'END'
$n = 0; $s = join "", map { pack "N", $_ } 0 .. 262143;
for (1 .. $ARGV[0]) { substr($s, 0, 4) = pack "N", $_; print $s }
END
is "$mib MiB down arrive unchanged" \
    "$(ssh -F "$T/config" server "perl $T/stream $mib" | cksum)" "$sum"
is '64 MiB both ways at once arrive unchanged' "$(stream 64 | ssh -F "$T/config" server cat | cksum)" \
    "$(stream 64 | cksum)"

stream 8 > "$T/a file"
ok 'scp copies a file to the server' scp -q -F "$T/config" "$T/a file" "server:$T/up"
ok 'the copied file is the same' cmp -s "$T/a file" "$T/up"
ok 'scp copies a file from the server' scp -q -F "$T/config" "server:$T/up" "$T/down"
ok 'the copied file is the same' cmp -s "$T/a file" "$T/down"
ok 'scp -O copies a file to the server' scp -q -O -F "$T/config" "$T/a file" "server:$T/old"
ok 'the copied file is the same' cmp -s "$T/a file" "$T/old"
if command -v rsync > /dev/null; then
	mkdir "$T/from" && cp "$T/up" "$T/from/x"
	ok 'rsync copies a directory to the server' rsync -a -e "ssh -F $T/config" "$T/from/" "server:$T/to/"
	ok 'the copied file is the same' cmp -s "$T/from/x" "$T/to/x"
else
	skip rsync 'no rsync'
fi

# Half-close, without any ssh: the end of one direction leaves the other open.
perl -MIO::Socket::INET -e '
my $l = IO::Socket::INET->new(LocalPort => 2000, Listen => 5) or die $!;
my $s = $l->accept; local $/; my $all = <$s>;
print $s "got ", length $all, "\n"; close $s' &
until_ 5 listens '' 2000
is 'a half-closed connection passes what follows' "$(printf 'SSH-2.0-x %s' "$(stream 1 | tr -d '\0')" | head -c 100000 |
    timeout 10 tunnel-guard 127.0.0.1 2000)" 'got 100000'
finish
