# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# Tests in sh: . t/lib/tap.sh, say what is true, end with "finish".
# Conditions are waited for, never slept for.

# A person's, whoever runs the tests.
TERM=xterm
export TERM

tap_n=0
tap_bad=0

# note text...: for the reader of the log.
note() {
	printf '# %s\n' "$*"
}

# verdict status name: counts, and prints the TAP line.
verdict() {
	tap_n=$((tap_n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $tap_n - $2"
	else
		tap_bad=$((tap_bad + 1))
		echo "not ok $tap_n - $2"
	fi
}

# ok name command...: the command succeeds.
ok() {
	tap_name=$1
	shift
	"$@"
	verdict $? "$tap_name"
}

# is name got wanted
is() {
	if [ "$2" = "$3" ]; then
		verdict 0 "$1"
	else
		verdict 1 "$1"
		printf '%s\n' "got: $2" "wanted: $3" | sed 's/^/# /'
	fi
}

# has name file pattern: a line of the file matches (basic regular expression).
has() {
	if grep -q -- "$3" "$2"; then
		verdict 0 "$1"
	else
		verdict 1 "$1"
		note "no line like: $3"
		sed 's/^/# | /' "$2"
	fi
}

# lacks name file pattern: no line does.
lacks() {
	if grep -q -- "$3" "$2"; then
		verdict 1 "$1"
		grep -- "$3" "$2" | sed 's/^/# | /'
	else
		verdict 0 "$1"
	fi
}

# skip name why: not tried here.
skip() {
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

# skip_all why: none of this file can be tried here.
skip_all() {
	echo "1..0 # SKIP $*"
	exit 0
}

# now: milliseconds since boot.
now() {
	read -r tap_up _ < /proc/uptime
	tap_s=${tap_up%.*}
	tap_c=${tap_up#*.}
	echo $((tap_s * 1000 + ${tap_c#0} * 10))
}

# span since: seconds since a now(), with one digit.
span() {
	tap_ms=$(($(now) - $1))
	echo "$((tap_ms / 1000)).$((tap_ms / 100 % 10))"
}

# until_ seconds command...: waits until the command succeeds; 1 if it never did
# in four times the seconds that it takes where nothing else runs.
until_() {
	tap_end=$(($(now) + $1 * 4000))
	shift
	until "$@" 2>/dev/null; do
		[ "$(now)" -lt "$tap_end" ] || return 1
		sleep .05
	done
}

# holds_for seconds command...: the command succeeds all that time.
holds_for() {
	tap_end=$(($(now) + $1 * 1000))
	shift
	while [ "$(now)" -lt "$tap_end" ]; do
		"$@" 2>/dev/null || return 1
		sleep .2
	done
}

# alive pid: it runs, and is no zombie.
alive() {
	grep -q '^State:.[^ZX]' "/proc/$1/status" 2>/dev/null
}

# gone pid
gone() {
	! alive "$1"
}

# processes text: the pids whose command line holds it.
processes() {
	perl -e 'for my $f (glob "/proc/[0-9]*/cmdline") {
		open my $h, "<", $f or next;
		my $line = join " ", split /\0/, <$h> // "";
		my ($pid) = $f =~ /(\d+)/;
		print "$pid\n" if index($line, $ARGV[0]) >= 0 && $pid != $$;
	}' -- "$1"
}

# end_all text: ends the processes whose command line holds it, if there are any.
end_all() {
	for end_p in $(processes "$1"); do
		kill "$end_p" 2> /dev/null
	done
}

finish() {
	echo "1..$tap_n"
	[ "$tap_bad" -eq 0 ]
	exit
}
