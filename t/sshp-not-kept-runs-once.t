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
ok 'with Persist no the process of sshp becomes ssh' until_ 5 is_ssh
is 'with Persist no ssh gets the same words and IgnoreUnknown' \
    "$(tr '\0' ' ' < /proc/$pid/cmdline)" \
    "$(command -v ssh) -o IgnoreUnknown=Persist* -F $T/config -o Persist=no -N -- server "
kill $pid
sed '/Persist/d' "$T/config" > "$T/plain"
sshp -F "$T/plain" -N server &
pid=$!
until_ 5 is_ssh
is 'without Persist keywords ssh gets the same words' \
    "$(tr '\0' ' ' < /proc/$pid/cmdline)" \
    "$(command -v ssh) -F $T/plain -N server "
kill $pid
is 'sshp -V prints what ssh -V prints' "$(sshp -V 2>&1)" "$(ssh -V 2>&1)"
is 'sshp -o Persist=yes -V prints what ssh -V prints' "$(sshp -o Persist=yes -V 2>&1)" "$(ssh -V 2>&1)"
is 'sshp -Q prints what ssh -Q prints' "$(sshp -Q cipher)" "$(ssh -Q cipher)"
is '-G is ssh, with a file plain ssh would reject, and what is ours' \
    "$(sed '/IgnoreUnknown/d' "$T/config" > "$T/bare"; sshp -F "$T/bare" -G server | grep -v ignoreunknown)" \
    "$(ssh -F "$T/plain" -G server; echo persist yes; echo persisttimeout 3)"
sshp -F "$T/bare" -G server > "$T/shown" 2> /dev/null
is 'sshp -G reads its own output, and prints it again' \
    "$(sshp -F "$T/shown" -G server 2> /dev/null)" "$(cat "$T/shown")"
is 'the first user on the command line counts, wherever it stands' \
    "$(sshp -F "$T/bare" -G me@server -l you -o User=her 2> /dev/null | grep '^user ')" \
    'user me'
sshp -F "$T/config" -O check server 2> /dev/null
is 'sshp -O ends as ssh -O does' $? 255
sshp 2> "$T/err"
is 'sshp without arguments ends with 255, as ssh does' $? 255
has 'sshp without arguments prints the usage of ssh' "$T/err" '^usage: ssh'

# Exit statuses, of a session that is kept and of a command that is not.
for status in 0 1 42 254 255; do
	sshp -F "$T/config" server "exit $status" 2> /dev/null
	is "a remote command that ends with $status ends sshp with $status" $? $status
	plain server "exit $status" 2> /dev/null
	is "with Persist no a remote command that ends with $status ends sshp with $status" $? $status
done
# shellcheck disable=SC2016
sshp -F "$T/config" server 'kill -9 $$' 2> /dev/null
is 'a remote command that is killed by a signal ends sshp with 255, as ssh' $? 255
echo 'exit 7' | sshp -F "$T/config" server 2> /dev/null
is 'a session that reads a pipe is run once' $? 7

# A remote command is never run again, whenever its link dies.
sshp -F "$T/config" server "echo ran >> $T/ran; sleep 101" 2> "$T/cut" &
pid=$!
ok 'a remote command runs' until_ 10 says "$T/ran" ran
path_cut
until_ 40 gone $pid
wait $pid
is 'sshp ends with 255 when the path of a remote command dies' $? 255
has 'the guard says why the remote command ended' "$T/cut" 'path dead'
path_heal
is 'the remote command whose path died was run once' "$(wc -l < "$T/ran")" 1
server_down
sshp -F "$T/config" server "echo ran >> $T/ran" 2> "$T/err"
is 'a refused connection ends a remote command with 255 after one attempt' "$?" 255
server_up
sshp -F "$T/config" server "echo ran >> $T/ran; kill -9 \$PPID; sleep 3" 2> "$T/err"
is 'sshp ends with 255 when the session of a remote command is killed' "$?" 255
is 'no remote command was run twice' "$(wc -l < "$T/ran")" 2
for i in $(processes "sleep 101"); do
	kill "$i"
done

# Standard input and output are ssh's alone.
dd if=/dev/urandom of="$T/100M" bs=1M count="${TRANSFER_MIB:-100}" 2> /dev/null
sshp -F "$T/config" server cat < "$T/100M" > "$T/back" 2> "$T/err"
is 'cat over sshp ends with 0' $? 0
ok '100 MB through cat over sshp come back unchanged' cmp -s "$T/100M" "$T/back"
is 'cat over sshp prints nothing on standard error' "$(cat "$T/err")" ''
rm -f "$T/back"
is 'the standard error of a remote command arrives unchanged' "$(sshp -F "$T/config" server \
    'echo out; echo err >&2' 2>&1 > /dev/null)" err

# Other programs' ssh.
printf 'hello\n' > "$T/hello"
ok 'scp -S sshp ends with 0' scp -q -F "$T/config" -S "$O/sshp" "$T/hello" "server:$T/hello.scp"
ok 'scp -S sshp copies the file' cmp -s "$T/hello" "$T/hello.scp"
echo "get $T/hello $T/hello.sftp" |
    sftp -q -F "$T/config" -S "$O/sshp" -b - server > /dev/null 2> "$T/err"
ok 'sftp -S sshp copies the file' cmp -s "$T/hello" "$T/hello.sftp"
if command -v rsync > /dev/null; then
	rsync -e "$O/sshp -F $T/config" "$T/hello" "server:$T/hello.rsync"
	ok 'rsync -e sshp copies the file' cmp -s "$T/hello" "$T/hello.rsync"
else
	skip 'rsync -e sshp copies the file' 'no rsync'
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
	ok 'git clones from a URL with a port with GIT_SSH=sshp' git -C "$T/far.git" rev-parse -q --verify main
else
	skip 'git with GIT_SSH=sshp' 'no git'
fi
[ ! -s "$T/err" ] || sed 's/^/# /' "$T/err"

# ssh under a name of its own is not found again.
mkdir "$T/bin"
ln -s "$O/sshp" "$T/bin/ssh"
is 'sshp passes over an ssh in PATH that is a link to sshp' \
    "$(PATH=$T/bin:$PATH ssh -V 2>&1)" "$(ssh -V 2>&1)"
PATH=$T/bin "$O/sshp" server 2> "$T/err"
is 'sshp ends with 255 when no other ssh is in PATH' $? 255
is 'sshp says in one line that PATH has no other ssh' "$(cat "$T/err")" \
    'sshp: ssh: the only ssh in PATH is sshp itself'
PATH=$T "$O/sshp" server 2> "$T/err"
is 'sshp ends with 255 when no ssh is in PATH' $? 255
is 'sshp says in one line that PATH has no ssh' "$(cat "$T/err")" 'sshp: ssh: not found in PATH'

# Bad input: one line, 255, and no connection.
bad() {
	name=$1 wanted=$2
	shift 2
	"$@" 2> "$T/err"
	is "$name: sshp ends with 255" $? 255
	is "$name: sshp says so in one line" "$(cat "$T/err")" "$wanted"
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
is 'Persist under Match exec works, and sshp runs the command of Match' "$(wc -l < "$T/matched")" 2
sed 's/  Persist yes//' "$T/bad" > "$T/bad2"
rm "$T/matched"
sshp -F "$T/bad2" server true
is 'without Persist the command of Match exec is run by ssh alone' "$(wc -l < "$T/matched")" 1
sshp -F "$T/missing" server true 2> "$T/err"
is 'a missing -F file ends sshp with 255' $? 255
is 'sshp complains of a missing -F file in the words of ssh' "$(tr -d '\r' < "$T/err")" \
    "Can't open user config file $T/missing: No such file or directory"
sshp -F "$T/config" -o Bogus=1 -N server 2> "$T/err"
is 'an option that ssh rejects ends sshp with 255' $? 255
is 'sshp complains of an option that ssh rejects in the words of ssh' "$(cat "$T/err")" \
    "$(ssh -F "$T/plain" -o Bogus=1 -N server 2>&1)"
# A run directory that is of no use is passed over.
elsewhere() {
	XDG_RUNTIME_DIR=$2 keep "$T/else" -N server
	ok "$1: sshp uses another directory" until_ 20 says "$T/else" 'up in'
	ok "$1: sshpctl finds the tunnel" sh -c 'sshpctl list server > /dev/null'
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
ok 'no process and no file of sshp is left' until_ 5 clean
finish
