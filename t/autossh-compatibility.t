#!/bin/sh
# contrib/autossh: autossh's options, variables, signals and ends.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
sed -i '/ Persist yes/d' "$T/config"
autossh=$PWD/contrib/autossh/autossh
# shellcheck disable=SC2154,SC2086
$server perl t/lib/peer web 80 2> /dev/null &

# auto log words...: in the background, its pid in $auto.
auto() {
	auto_log=$1
	shift
	: > "$auto_log"
	"$autossh" "$@" -F "$T/config" 2> "$auto_log" &
	auto=$!
}
# ended name pid status
ended() {
	until_ 15 gone "$2" || kill -9 "$2"
	wait "$2"
	is "$1: autossh ends with that status" $? "$3"
	ok "$1: no process and no file is left" until_ 10 clean
}
# The sshp under it.
keeper() { processes 'sshp -o' | while read -r p; do
	[ "$(readlink "/proc/$p/exe")" != "$O/sshp" ] || echo "$p"; done | head -n 1; }

# --- what becomes of the words: a sshp that only tells them ---
mkdir "$T/fake"
cat > "$T/fake/sshp" <<'END'
#!/bin/sh
for w; do printf '[%s]' "$w"; done
echo
exit "${FAKE_STATUS:-0}"
END
chmod +x "$T/fake/sshp"
words() { PATH=$T/fake:$PATH "$autossh" "$@" 2>&1; }
tunnel() { AUTOSSH_GATETIME=0 words "$@"; }
keeps='[-o][Persist=yes]'
is 'options of ssh are passed on' "$(tunnel -N -L 1:a:2 h)" "${keeps}[-N][-L][1:a:2][h]"
is '-M PORT is removed' "$(tunnel -M 20000 -N h)" "${keeps}[-N][h]"
is '-M PORT:ECHO is removed' "$(tunnel -M 20000:7 -N h)" "${keeps}[-N][h]"
is '-M0 and -NM 0 are removed' "$(tunnel -M0 -NM 0 h)" "${keeps}[-N][h]"
is '-M behind the host is removed' "$(tunnel -N h -M 0 -p 22)" "${keeps}[-N][h][-p][22]"
is 'behind -- an -M is an option of ssh' "$(tunnel -- -M -N h)" "${keeps}[-M][-N][h]"
is 'values that look like options are passed on' "$(tunnel -N -l -f -o -M -i f -E-Mf h)" \
    "${keeps}[-N][-l][-f][-o][-M][-i][f][-E-Mf][h]"
is 'words with spaces, stars or nothing in them are passed on' "$(words -M 0 -i 'a  b' h 'x  *' '' -M -f)" \
    "${keeps}[-i][a  b][h][x  *][][-M][-f]"
is 'a remote command is not kept' "$(words h echo a)" "${keeps}[h][echo][a]"
is 'a remote command that only sleeps is kept' "$(tunnel h sleep 9999)" "${keeps}[-o][PersistRemoteCommand=yes][h][sleep][9999]"
is 'a remote command that sleeps and does more is not kept' "$(words h 'sleep 1; rm x')" "${keeps}[h][sleep 1; rm x]"
is 'a command that starts a new screen session is not kept' "$(words -t h screen -dmS r ruby)" "${keeps}[-t][h][screen][-dmS][r][ruby]"
is 'a command that attaches to a session is kept' "$(words -t h tmux new -A -s main)" \
    "${keeps}[-o][PersistRemoteCommand=yes][-t][h][tmux][new][-A][-s][main]"
is 'AUTOSSH_MAXSTART sets PersistMaxTries' "$(AUTOSSH_MAXSTART=3 words h)" "${keeps}[-o][PersistMaxTries=3][h]"
is 'AUTOSSH_MAXSTART=0 ends autossh with 0' "$(AUTOSSH_MAXSTART=0 words h; echo $?)" 0
is 'AUTOSSH_LOGLEVEL=2 adds -q' "$(AUTOSSH_LOGLEVEL=2 words h)" "${keeps}[-q][h]"
is 'AUTOSSH_DEBUG adds -v' "$(AUTOSSH_DEBUG=1 words h)" "${keeps}[-v][h]"
is 'AUTOSSH_DEBUG adds no second -v' "$(AUTOSSH_DEBUG=1 words -vv h)" "${keeps}[-vv][h]"
is '-V prints the version' "$(words -M 0 -V)" 'autossh 1.4g, by sshp'
# wrong name message words...
wrong() {
	wrong_name=$1 wrong_text=$2
	shift 2
	is "$wrong_name" "$(words "$@"; echo $?)" "autossh: $wrong_text
1"
}
wrong 'a port that is none' '-M: "web": expected a number' -M web h
wrong 'an echo port that is none' '-M: 70000: expected a port' -M 2:70000 h
AUTOSSH_POLL=often wrong 'a wrong AUTOSSH_POLL' 'AUTOSSH_POLL: "often": expected a number' h
AUTOSSH_PATH=/x/yssh wrong 'an ssh of another name' 'AUTOSSH_PATH: /x/yssh: the program must be named ssh (use a link with that name)' h
has 'autossh without a host prints the usage' /dev/stdin '^usage: autossh' <<END
$(words -M 0 -N)
END
ln -s "$(command -v ssh)" "$T/fake/ssh"
is 'AUTOSSH_PATH names the ssh' "$(AUTOSSH_PATH=$T/fake/ssh words h)" "${keeps}[h]"
is 'exit status 0 of ssh ends autossh' "$(tunnel -N h > /dev/null; echo $?)" 0
is 'exit status 1 of ssh ends autossh' "$(FAKE_STATUS=1 tunnel -N h > /dev/null; echo $?)" 1

# --- up, a black hole and back, by real ones ---
AUTOSSH_PIDFILE=$T/pid auto "$T/a" -M 20000 -N -L 9090:localhost:80 server
ok 'a tunnel of autossh is up' until_ 10 says "$T/a" '^sshp: server: up in'
is 'the local forward works' "$(perl t/lib/peer get 9090 5)" 200
is 'AUTOSSH_PIDFILE gets the pid' "$(cat "$T/pid")" "$auto"
is 'the process is called autossh' "$(cat "/proc/$auto/comm")" autossh
if command -v pidof > /dev/null && command -v bash > /dev/null; then
	is 'pidof finds autossh' "$(pidof autossh)" "$auto"
else
	skip 'pidof finds autossh' 'no pidof or no bash'
fi
unopened() { ! listens '' 20000 && ! listens '' 20001; }
ok 'autossh with -M opens no port' unopened
ssh=$(kept "$(keeper)")
other() { [ -n "$(kept "$(keeper)")" ] && [ "$(kept "$(keeper)")" != "$ssh" ]; }
kill -USR1 $auto
ok 'SIGUSR1 starts another ssh' until_ 15 other
ok 'the tunnel is back after SIGUSR1 within the gate time' until_ 15 says "$T/a" 'reconnected after'
kill -HUP $auto
ok 'SIGHUP does not end autossh' holds_for 1 alive $auto
kill $auto
ended 'TERM' $auto 1
ok 'SIGTERM removes the pid file' test ! -e "$T/pid"

# --- the gate ---
server_down
auto "$T/b" -M 0 -N server
ended 'refused at first' $auto 1
has 'a refused first connection is reported' "$T/b" 'Connection refused'
has 'autossh says that a refused first connection ends it' "$T/b" '^autossh: ended within 30 s'
AUTOSSH_GATETIME=0 auto "$T/c" -M 0 -N server
ok 'with AUTOSSH_GATETIME=0 a refused first connection is retried' until_ 10 says "$T/c" 'Connection refused; retrying'
server_up
ok 'with AUTOSSH_GATETIME=0 the tunnel is up in the end' until_ 10 says "$T/c" 'up in'
kill $auto
ended 'GATETIME=0, TERM' $auto 1
AUTOSSH_GATETIME=1 auto "$T/d" -M 0 -N -L 9090:localhost:80 server
until_ 10 says "$T/d" 'up in'
holds_for 2 alive $auto
server_down
ok 'a connection that is lost after the gate time is retried' until_ 10 says "$T/d" 'retrying'
server_up
ok 'a tunnel that is lost after the gate time is back' until_ 10 says "$T/d" 'reconnected after'
path_cut
ok 'a tunnel is lost on a dead path' until_ 30 says "$T/d" 'lost after .*: path dead'
path_heal
ok 'a tunnel is back after a dead path' until_ 30 says "$T/d" 'reconnected after' 2
is 'the local forward works again' "$(perl t/lib/peer get 9090 5)" 200
kill $auto
wait $auto
mv "$T/authorized" "$T/authorized.not"
AUTOSSH_GATETIME=0 auto "$T/e" -M 0 -N server
ok 'with AUTOSSH_GATETIME=0 a refused login is retried' until_ 10 says "$T/e" '^autossh: retrying in 60 s'
mv "$T/authorized.not" "$T/authorized"
kill -USR1 $auto
ok 'SIGUSR1 retries a refused login at once' until_ 10 says "$T/e" 'up in'
kill $auto
ended 'login refused, TERM' $auto 1

# --- -f, with a file and spaces in its name, in a pid file, and its end ---
server_down
began=$(now)
AUTOSSH_PIDFILE="$T/the pid" AUTOSSH_LOGFILE="$T/the log" "$autossh" -M 0 -f -N \
    -R 8080:localhost:80 server -F "$T/config"
is 'autossh -f ends with 0 before there is a connection' "$? $(grep -c ': up' "$T/the log")" '0 0'
note "-f: after $(span "$began") s"
ok 'AUTOSSH_PIDFILE gets the pid of autossh -f' until_ 5 test -s "$T/the pid"
daemon=$(cat "$T/the pid")
ok 'autossh -f has no gate time' until_ 10 says "$T/the log" 'retrying'
server_up
ok 'AUTOSSH_LOGFILE says that the tunnel of -f is up' until_ 10 says "$T/the log" 'sshp: server: up'
ok 'the forward of autossh -f listens' listens "$server" 8080
own() { [ "$(cut -d' ' -f6 "/proc/$daemon/stat")" != "$(cut -d' ' -f6 /proc/$$/stat)" ]; }
ok 'autossh -f runs in a session of its own' own
kill "$daemon"
ok 'SIGTERM ends autossh -f' until_ 10 gone "$daemon"
ok 'no process and no file of autossh -f is left' until_ 10 clean
ok 'autossh -f removes its pid file' until_ 5 test ! -e "$T/the pid"

# A watchdog that starts one more ends with one, and the pid file names it.
one_more() {
	AUTOSSH_PIDFILE=$T/pid5 AUTOSSH_LOGFILE=$T/log5 "$autossh" -M 0 -f -N \
	    -R 8080:localhost:80 server -F "$T/config"
}
one_more
ok 'a tunnel that a watchdog script started is up' until_ 20 says "$T/log5" 'sshp: server: up'
daemon=$(cat "$T/pid5")
one_more
ok 'a second autossh for the same tunnel names the first' until_ 20 says "$T/log5" \
    "^autossh: process $daemon runs the same command line and continues; this one ends$"
single() { [ "$(processes "$autossh -M 0 -- -N")" = "$daemon" ]; }
ok 'a second autossh for the same tunnel ends' until_ 10 single
is 'the pid file still names the first autossh' "$(cat "$T/pid5")" "$daemon"
echo 1 > "$T/pid5"
kill "$daemon"
ok 'SIGTERM ends the first autossh' until_ 10 gone "$daemon"
is 'autossh does not remove a pid file that names another process' "$(cat "$T/pid5")" 1
ok 'no process and no file is left of both' until_ 10 clean

# Cron'"'"'s PATH.
mkdir "$T/beside"
cp "$autossh" "$O/sshp" "$O/tunnel-guard" "$T/beside/"
ln -s beside/autossh "$T/linked"
for it in beside/autossh linked; do
	is "with PATH=/usr/bin:/bin autossh runs the sshp beside it ($it)" "$(PATH=/usr/bin:/bin \
	    timeout 60 "$T/$it" -M 0 -F "$T/config" server 'echo here' 2>&1)" here
done

# Without a file its messages are logger's.
cat > "$T/fake/logger" <<END
#!/bin/sh
{ echo "\$*"; cat; } > $T/logged
END
chmod +x "$T/fake/logger"
rm "$T/fake/sshp" "$T/fake/ssh"
out=$(PATH=$T/fake:$PATH AUTOSSH_PIDFILE=$T/pid2 "$autossh" -fNM 0 -F "$T/config" server 2>&1)
is 'a command substitution does not wait for autossh -f' "$? $out" '0 '
ok 'syslog hears that the tunnel of -f is up' until_ 10 says "$T/logged" 'sshp: server: up'
has 'syslog hears it from autossh' "$T/logged" '^-t autossh$'
kill "$(cat "$T/pid2")"
ok 'SIGTERM to autossh -f leaves no process and no file' until_ 10 clean

# --- at a terminal: a question, ^C ---
mkfifo "$T/keys"
exec 3<> "$T/keys"
shows() { grep -q -- "$1" "$T/t"; }
ssh-keygen -q -p -P '' -N secret -f "$T/key" > /dev/null
sed '/BatchMode/d' "$T/config" > "$T/asking"
"$O/t/lib/pty" "$autossh" -M 0 -N -F "$T/asking" server <&3 > "$T/t" 2> "$T/ptypid" &
term=$!
ok 'the question for a passphrase is shown on a terminal' until_ 10 shows 'Enter passphrase for key'
printf 'secret\n' >&3
ok 'the tunnel is up once the passphrase is answered' until_ 10 shows 'up in'
printf '\003' >&3
ended 'terminal: ^C' $term 1
ssh-keygen -q -p -P secret -N '' -f "$T/key" > /dev/null

# --- a lifetime, a kill -9, a command ---
AUTOSSH_MAXLIFETIME=3 auto "$T/g" -M 0 server -N
until_ 10 says "$T/g" 'up in'
ended 'AUTOSSH_MAXLIFETIME' $auto 0
auto "$T/h" -M 0 -N server
until_ 10 says "$T/h" 'up in'
kill -9 $auto
wait $auto 2> /dev/null
if setpriv --pdeathsig TERM true 2> /dev/null; then
	ok 'kill -9 of autossh leaves no process' until_ 10 clean
else
	skip 'kill -9 of autossh leaves no process' 'no setpriv --pdeathsig'
fi
out=$("$autossh" -M 0 -F "$T/config" server 'printf "%s|" "a  b" "*"; exit 7')
is 'a remote command ends autossh with its status, and its output arrives' "$? $out" '7 a  b|*|'
cat > "$T/once" <<END
echo x >> $T/ran
kill -9 \$PPID
END
"$autossh" -M 0 -F "$T/config" server "sh $T/once" 2> "$T/i"
is 'a remote command that is lost is run once' "$? $(wc -l < "$T/ran")" '255 1'
AUTOSSH_PIDFILE=$T/pid3 "$autossh" -M 0 -F "$T/config" server 'echo $$; sleep 4323' > "$T/command" 2> /dev/null &
auto=$!
ok 'AUTOSSH_PIDFILE gets a pid with a remote command' until_ 20 says "$T/pid3" "^$auto$"
ok 'the remote command runs' until_ 20 test -s "$T/command"
kill $auto
ok 'the pid file is removed when the remote command ended' until_ 20 test ! -e "$T/pid3"
ended 'a command, TERM' $auto 255
AUTOSSH_MAXLIFETIME=3 timeout 60 "$autossh" -M 0 -F "$T/config" server 'echo; sleep 4323' > /dev/null 2>&1
# Before its login ssh dies of the signal itself.
case $? in
143|255) ok 'a command: AUTOSSH_MAXLIFETIME' true ;;
*) ok 'a command: AUTOSSH_MAXLIFETIME' false ;;
esac
got=$(AUTOSSH_PIDFILE=$T/pid4 timeout 60 "$autossh" -M 0 -F "$T/config" server 'echo done')
is 'the output of autossh ends with the remote command' "$got" 'done'
AUTOSSH_GATETIME=0 "$autossh" -M 0 -F "$T/config" -L 9091:localhost:80 server sleep 9999 2> "$T/j" &
auto=$!
ok 'a tunnel that runs a remote sleep is up' until_ 10 listens '' 9091
ssh=$(kept "$(keeper)")
kill -KILL "$ssh"
ok 'the remote sleep is started again after a loss' until_ 15 other
ok 'the forward beside the remote sleep listens again' until_ 10 listens '' 9091
kill $auto
ended 'sleep, TERM' $auto 1
finish
