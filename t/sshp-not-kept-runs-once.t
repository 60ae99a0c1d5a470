#!/bin/sh
# What is not kept: ssh itself, and what must not be done twice.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
plain() { sshp -F "$T/config" -o Persist=no "$@"; }

# Persist no: ssh, by exec, and nothing else.
sshp -F "$T/config" -o Persist=no -N server 2> "$T/err" &
pid=$!
is_ssh() { [ "$(readlink /proc/$pid/exe)" = "$(readlink -f "$(command -v ssh)")" ]; }
ok 'Persist no: becomes ssh, same process' until_ 5 is_ssh
is 'Persist no: only IgnoreUnknown is added' \
    "$(tr '\0' ' ' < /proc/$pid/cmdline)" \
    "$(command -v ssh) -o IgnoreUnknown=Persist* -F $T/config -o Persist=no -N -- server "
kill $pid
sed '/Persist/d' "$T/config" > "$T/plain"
sshp -F "$T/plain" -N server &
pid=$!
until_ 5 is_ssh
is 'no Persist anywhere: nothing is added' \
    "$(tr '\0' ' ' < /proc/$pid/cmdline)" \
    "$(command -v ssh) -F $T/plain -N server "
kill $pid
is '-V is ssh' "$(sshp -V 2>&1)" "$(ssh -V 2>&1)"
is '-o Persist -V is ssh' "$(sshp -o Persist=yes -V 2>&1)" "$(ssh -V 2>&1)"
is '-Q is ssh' "$(sshp -Q cipher)" "$(ssh -Q cipher)"
is '-G is ssh, with a file plain ssh would reject, and what is ours' \
    "$(sed '/IgnoreUnknown/d' "$T/config" > "$T/bare"; sshp -F "$T/bare" -G server | grep -v ignoreunknown)" \
    "$(ssh -F "$T/plain" -G server; echo persist yes; echo persisttimeout 3)"
sshp -F "$T/bare" -G server > "$T/shown" 2> /dev/null
is '-G of what -G said says the same' \
    "$(sshp -F "$T/shown" -G server 2> /dev/null)" "$(cat "$T/shown")"
is 'the first user counts, wherever it stands' \
    "$(sshp -F "$T/bare" -G me@server -l you -o User=her 2> /dev/null | grep '^user ')" \
    'user me'
sshp -F "$T/config" -O check server 2> /dev/null
is '-O is ssh' $? 255
sshp 2> "$T/err"
is 'no arguments: as ssh' $? 255
has 'no arguments: usage' "$T/err" '^usage: ssh'

# Exit statuses, of a session that is kept and of a command that is not.
for status in 0 1 42 254 255; do
	sshp -F "$T/config" server "exit $status" 2> /dev/null
	is "command: exit $status" $? $status
	plain server "exit $status" 2> /dev/null
	is "Persist no: exit $status" $? $status
done
# shellcheck disable=SC2016
sshp -F "$T/config" server 'kill -9 $$' 2> /dev/null
is 'command killed by a signal: as ssh' $? 255
echo 'exit 7' | sshp -F "$T/config" server 2> /dev/null
is 'a session that reads a pipe is run once' $? 7

# A remote command is never run again, whenever its link dies.
sshp -F "$T/config" server "echo ran >> $T/ran; sleep 101" 2> "$T/cut" &
pid=$!
ok 'a command runs' until_ 10 says "$T/ran" ran
path_cut
until_ 40 gone $pid
wait $pid
is 'its link dies: 255' $? 255
has 'and the guard says why' "$T/cut" 'path dead'
path_heal
is 'the command was run once' "$(wc -l < "$T/ran")" 1
server_down
sshp -F "$T/config" server "echo ran >> $T/ran" 2> "$T/err"
is 'refused: 255, once' "$?" 255
server_up
sshp -F "$T/config" server "echo ran >> $T/ran; kill -9 \$PPID; sleep 3" 2> "$T/err"
is 'its session is killed: 255' "$?" 255
is 'the commands were run once' "$(wc -l < "$T/ran")" 2
for i in $(processes "sleep 101"); do
	kill "$i"
done

# Standard input and output are ssh's alone.
dd if=/dev/urandom of="$T/100M" bs=1M count="${TRANSFER_MIB:-100}" 2> /dev/null
sshp -F "$T/config" server cat < "$T/100M" > "$T/back" 2> "$T/err"
is 'cat: status' $? 0
ok 'cat: bytes as they were' cmp -s "$T/100M" "$T/back"
is 'cat: nothing was said' "$(cat "$T/err")" ''
rm -f "$T/back"
is 'stderr of the command is its own' "$(sshp -F "$T/config" server \
    'echo out; echo err >&2' 2>&1 > /dev/null)" err

# Other programs' ssh.
printf 'hello\n' > "$T/hello"
ok 'scp -S sshp' scp -q -F "$T/config" -S "$O/sshp" "$T/hello" "server:$T/hello.scp"
ok 'scp: arrived' cmp -s "$T/hello" "$T/hello.scp"
echo "get $T/hello $T/hello.sftp" |
    sftp -q -F "$T/config" -S "$O/sshp" -b - server > /dev/null 2> "$T/err"
ok 'sftp -S sshp: arrived' cmp -s "$T/hello" "$T/hello.sftp"
if command -v rsync > /dev/null; then
	rsync -e "$O/sshp -F $T/config" "$T/hello" "server:$T/hello.rsync"
	ok 'rsync -e sshp: arrived' cmp -s "$T/hello" "$T/hello.rsync"
else
	skip 'rsync' 'no rsync'
fi
if command -v git > /dev/null; then
	(
		HOME=$T
		export HOME
		git init -q --bare "$T/far.git"
		git init -q "$T/near"
		cd "$T/near" || exit 1
		git -c user.name=n -c user.email=e commit -q --allow-empty -m one
		git remote add far "ssh://$(id -un)@server:22$T/far.git"
		printf '#!/bin/sh\nexec %s -F %s "$@"\n' "$O/sshp" "$T/config" > "$T/git-ssh"
		chmod +x "$T/git-ssh"
		GIT_SSH=$T/git-ssh git push -q far HEAD:main
	) 2> "$T/err"
	ok 'git with a port, by GIT_SSH' git -C "$T/far.git" rev-parse -q --verify main
else
	skip 'git' 'no git'
fi
[ ! -s "$T/err" ] || sed 's/^/# /' "$T/err"

# ssh under a name of its own is not found again.
mkdir "$T/bin"
ln -s "$O/sshp" "$T/bin/ssh"
is 'an ssh in PATH that is sshp is passed over' \
    "$(PATH=$T/bin:$PATH ssh -V 2>&1)" "$(ssh -V 2>&1)"
PATH=$T/bin "$O/sshp" server 2> "$T/err"
is 'no other ssh: 255' $? 255
is 'no other ssh: one line' "$(cat "$T/err")" \
    'sshp: ssh: the only ssh in PATH is sshp itself'
PATH=$T "$O/sshp" server 2> "$T/err"
is 'no ssh: 255' $? 255
is 'no ssh: one line' "$(cat "$T/err")" 'sshp: ssh: not found in PATH'

# Bad input: one line, 255, and no connection.
bad() {
	name=$1 wanted=$2
	shift 2
	"$@" 2> "$T/err"
	is "$name: status" $? 255
	is "$name: one line" "$(cat "$T/err")" "$wanted"
}
bad 'unknown value on the command line' \
    'sshp: -o: Persist "maybe": expected yes, no or always' \
    sshp -F "$T/config" -o Persist=maybe server true
printf '# one\nHost other\n  PersistTimeout soon\n' > "$T/bad"
bad 'unknown value in a file' \
    "sshp: $T/bad:3: PersistTimeout \"soon\": expected auto, or a time from 1s to 1d" \
    sshp -F "$T/bad" server true
printf 'Persistence yes\n' > "$T/bad"
bad 'unknown keyword' \
    "sshp: $T/bad:1: persistence: unknown keyword (sshp_config(5) lists the Persist keywords)" \
    sshp -F "$T/bad" server true
printf 'Match exec "echo ran >> %s"\n  Persist yes\n' "$T/matched" |
    cat - "$T/plain" > "$T/bad"
sshp -F "$T/bad" server true
is 'under Match' "$(wc -l < "$T/matched")" 2
sed 's/  Persist yes//' "$T/bad" > "$T/bad2"
rm "$T/matched"
sshp -F "$T/bad2" server true
is 'Match exec, and no Persist: run by ssh alone' "$(wc -l < "$T/matched")" 1
sshp -F "$T/missing" server true 2> "$T/err"
is 'a missing file: as ssh, status' $? 255
is 'a missing file: as ssh' "$(tr -d '\r' < "$T/err")" \
    "Can't open user config file $T/missing: No such file or directory"
sshp -F "$T/config" -o Bogus=1 -N server 2> "$T/err"
is 'an option ssh rejects: status' $? 255
is 'an option ssh rejects: as ssh' "$(cat "$T/err")" \
    "$(ssh -F "$T/plain" -o Bogus=1 -N server 2>&1)"
# A run directory that is of no use is passed over.
elsewhere() {
	XDG_RUNTIME_DIR=$2 keep "$T/else" -N server
	ok "$1: sshp takes another place" until_ 20 says "$T/else" 'up in'
	ok "$1: and is found" sh -c 'sshpctl list server > /dev/null'
	kill $keep
	wait $keep
}
rm -rf "$T/run/sshp"
: > "$T/run/sshp"
elsewhere 'a run directory that is a file' "$T/run"
rm -f "$T/run/sshp"
mkdir -m 700 "$T/full"
mount -t tmpfs -o nr_inodes=1 none "$T/full" && chmod 700 "$T/full"
elsewhere 'a run directory on a full disk' "$T/full"
umount "$T/full"
ok 'nothing stays' until_ 5 clean
finish
