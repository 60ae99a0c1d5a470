#!/bin/sh
# Where there is too little of everything: it works, or one line says why not,
# nothing hangs and nothing is left behind.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world

# rough name command...: it works in these circumstances, a command that has
# the program's words appended.
rough() {
	rough_name=$1
	shift
	timeout 60 "$@" sshp -F "$T/config" -f -N server 2> "$T/err"
	is "$rough_name: sshp -f -N ends with 0" $? 0
	timeout 60 "$@" sshpctl wait -t 50 server > "$T/out" 2>> "$T/err"
	is "$rough_name: sshpctl wait ends with 0" $? 0
	timeout 60 "$@" sshpctl stop server 2>> "$T/err"
	is "$rough_name: sshpctl stop ends with 0" $? 0
	ok "$rough_name: no process and no file of sshp is left after sshpctl stop" clean_
	timeout 60 "$@" sshconf hosts -F "$T/config" > "$T/out" 2>> "$T/err"
	is "$rough_name: sshconf ends with 0" $? 0
	is "$rough_name: a command through tunnel-guard runs" "$(timeout 60 "$@" ssh -F "$T/config" \
	    server echo hi 2>> "$T/err")" hi
	is "$rough_name: no program prints an error" "$(grep -v '^sshp: server: up in' "$T/err")" ''
}
clean_() { until_ 20 clean; }

rough 'ulimit -n 24' sh -c 'ulimit -n 24; exec "$@"' sh
rough 'no HOME' env -u HOME
rough 'HOME does not exist' env HOME=/nonexistent/a
rough 'HOME is no path' env HOME=home
mkdir -m 700 "$T/a home" "$T/a home/run"
rough 'spaces' env HOME="$T/a home" XDG_STATE_HOME="$T/a home/st ate" \
    XDG_RUNTIME_DIR="$T/a home/run"
rough 'SHELL=/bin/false' env SHELL=/bin/false
rough 'no SHELL' env -u SHELL
rough 'LANG=C' env LANG=C LC_ALL=C
for shell in fish tcsh; do
	if path=$(command -v $shell); then
		rough "SHELL=$shell" env SHELL="$path"
	else
		skip "with SHELL=$shell" "no $shell"
	fi
done

# one name command...: it fails, with one line.
one() {
	one_name=$1
	shift
	timeout 60 "$@" > "$T/out" 2> "$T/err"
	is "$one_name: sshp ends with 255" $? 255
	is "$one_name: sshp prints one line" "$(wc -l < "$T/err")" 1
	ok "$one_name: no process and no file of sshp is left" until_ 10 clean
}
one 'ulimit -n 10' sh -c 'ulimit -n 10; exec "$@"' sh \
    sshp -F "$T/config" -f -N server
one 'ulimit -n 4' sh -c 'ulimit -n 4; exec "$@"' sh \
    sshp -F "$T/config" -N server
keep "$T/k" -N server
until_ 50 says "$T/k" 'up in'
sh -c 'ulimit -n 4; exec sshpctl list' > "$T/out" 2> "$T/err"
is 'ulimit -n 4: sshpctl says what it cannot see' "$(cat "$T/err")" \
    'sshpctl: Too many open files: some tunnels are not shown (ulimit -n)'

kill $keep
wait $keep

# Root has as many processes as it likes; and a look for leaks takes one.
if [ -z "${ASAN_OPTIONS:-}" ] && [ "$(id -u)" -eq 0 ] && command -v prlimit > /dev/null; then
	mkdir "$T/hers" && cp "$T/key" "$T/known" "$T/hers/"
	sed "s,$T/key,$T/hers/key,; s,$T/known,$T/hers/known," "$T/config" > "$T/hers/config"
	mkdir -m 700 "$T/hers/run" && copy_build
	chown -R daemon "$T/hers"
	awk -F: -v OFS=: -v home="$T/hers" '$1 == "daemon" { $6 = home } { print }' "$T/passwd" > "$T/passwd2"
	cat "$T/passwd2" > "$T/passwd"
	# few n command...: as daemon, who may have n processes.
	few() {
		few_n=$1
		shift
		setpriv --reuid daemon --regid daemon --clear-groups env \
		    PATH="$PATH" HOME="$T/hers" \
		    XDG_RUNTIME_DIR="$T/hers/run" prlimit --nproc="$few_n" "$@"
	}
	for n in 1 2 3; do
		few $n sshp -F "$T/hers/config" -f -N root@server 2> "$T/err"
		is "ulimit -u $n: sshp ends with 255" $? 255
		has "ulimit -u $n: sshp says why" "$T/err" 'Resource temporarily unavailable$'
		is "ulimit -u $n: no process and no file of sshp is left" "$(ls "$T/hers/run/sshp")" ''
	done
	few 9 sshp -F "$T/hers/config" -f -N root@server 2> "$T/err"
	is 'ulimit -u 9 is enough for a tunnel' $? 0
	few 9 sshpctl stop server
else
	skip 'sshp with a limit of processes' 'not root, no prlimit, or under a sanitiser'
fi
finish
