#!/bin/sh
# What is wrong is said in one line, with status 255, and nothing stays.
. t/lib/tap.sh
. t/lib/world.sh
world

# bad name pattern command...
bad() {
	bad_name=$1 bad_pattern=$2
	shift 2
	"$@" > "$T/out" 2> "$T/err" < /dev/null
	is "$bad_name: the guard ends with 255" $? 255
	is "$bad_name: the guard prints one line" "$(wc -l < "$T/err")" 1
	has "$bad_name: the line says why" "$T/err" "^tunnel-guard: $bad_pattern"
	is "$bad_name: nothing is on standard output" "$(wc -c < "$T/out")" 0
}

g=tunnel-guard
bad 'no arguments' 'expected two arguments, host and port, but got' $g
bad 'a host alone' 'expected two arguments, host and port, but got' $g h
bad 'too many' 'expected two arguments, host and port, but got' $g a 1 b
bad 'unknown option' '-q: unknown option' $g -q h 22
bad '-host' '-.: unknown option' $g -qhost 22
bad 'a host like -h' '-h: must be the only argument' $g -host 22
bad 'a long option' '--: tunnel-guard has no long options' $g --timeout h
bad 'a host like -V' '-V: must be the only argument' $g -V 22
bad 'a host behind --' '-host: not a host name' $g -- -host 22
bad 'an empty host' '"": not a host name' $g '' 22
bad 'port 0' 'port 0: too small' $g h 0
bad 'port 70000' 'port 70000: too large' $g h 70000
bad 'port -1' 'port -1: too small' $g -- h -1
bad 'an empty port' 'port "": invalid' $g h ''
bad 'port 22x' 'port 22x: unknown service' $g 127.0.0.1 22x
bad 'a service nobody knows' 'port nonesuch: unknown service' \
    $g 127.0.0.1 nonesuch
bad '-t nothing' '-t: option requires an argument' $g -t
bad '-t 0' '-t 0: expected a time' $g -t 0 h 22
bad '-t x' '-t x: expected a time' $g -t x h 22
bad '-w 1y' '-w 1y: expected a time' $g -w 1y h 22
bad '-s nothing' '-s: option requires an argument' $g -s
bad '-s with a name' '-s localhost: not a numeric address' $g -s localhost h 22
bad '-B nothing' '-B: option requires an argument' $g -B
bad '-B with nothing in it' 'getifaddrs: : no suitable addresses' \
    $g -B '' 127.0.0.1 22
bad '-T x' '-T x: unknown traffic class' $g -T x h 22
bad '-T 256' '-T 256: unknown traffic class' $g -T 256 h 22
bad "-T ''" '-T : unknown traffic class' $g -T '' h 22
bad '-4 with an IPv6 address' 'Could not resolve hostname ::1:' $g -4 ::1 22

: > "$T/resolv"
mount --bind "$T/resolv" /etc/resolv.conf 2> "$T/mount" ||
	note "resolv.conf stays: $(cat "$T/mount")"
bad 'an unknown host' 'Could not resolve hostname none.invalid: ' \
    $g none.invalid 22
bad 'refused' 'connect to host 127.0.0.1 port 9: Connection refused' \
    $g 127.0.0.1 9
bad 'refused by name' 'connect to host localhost port 9: Connection refused' \
    $g localhost 9
bad 'no route' 'connect to host 192.0.2.1 port 22: Network is unreachable' \
    $g 192.0.2.1 22

# shellcheck disable=SC2016
bad 'stdin closed' 'file descriptor 0: Bad file descriptor' \
    sh -c 'exec tunnel-guard 127.0.0.1 22 <&-'
# shellcheck disable=SC2016
bad 'stdout closed' 'file descriptor 1: Bad file descriptor' \
    sh -c 'exec tunnel-guard 127.0.0.1 22 >&-'
tunnel-guard 127.0.0.1 9 < /dev/null 2>&-
is 'the guard ends with 255 when standard error is closed' $? 255
ok 'the guard does not wait for a full standard error' timeout 5 sh -c \
    'mkfifo "$T/full"; exec 3<> "$T/full"
    dd if=/dev/zero bs=4096 count=16 of="$T/full" 2> /dev/null
    tunnel-guard 127.0.0.1 9 2>&3; test $? = 255'

tunnel-guard -V > "$T/out" && has '-V: the version' "$T/out" '^tunnel-guard [0-9]'
is '--help prints the same as -h' "$(tunnel-guard --help)" "$(tunnel-guard -h)"
tunnel-guard -h > "$T/out" && has '-h: the options' "$T/out" '^  -t '
is 'no guard is left' "$(processes tunnel-guard\ )" ""
finish
