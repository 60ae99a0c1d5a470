#!/bin/sh
# Programs that call ssh, given sshp for one, do what they do with ssh: with
# "Persist yes" for all hosts, and without.  Mosh and ansible are elsewhere.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
sed '/Persist/d' "$T/config" > "$T/plain"
sed -i "s|^AuthorizedKeysFile.*|& .ssh/authorized_keys|" "$T/sshd_config"
echo 'AcceptEnv GIT_PROTOCOL' >> "$T/sshd_config"
server_down
server_up
mkdir "$T/bin" "$T/shim"
ln -s "$O/sshp" "$T/bin/ssh"
printf '#!/bin/sh\n# ssh is:\nexec %s "$@"\n' "$O/sshp" > "$T/shim/ssh"
chmod +x "$T/shim/ssh"
mkdir -m 700 "$HOME/.ssh"
mine() { cp "$1" "$HOME/.ssh/config"; }
user=$(id -un)

# same name command...: the command, in which SSH is a program and CONFIG a
# file, does the same with sshp, whatever the file says.
same() {
	name=$1
	shift
	for who in "ssh $T/plain" "sshp $T/plain" "sshp $T/config"; do
		SSH=${who% *} CONFIG=${who#* }
		export SSH CONFIG
		timeout 60 sh -c "$*" > "$T/out" 2> "$T/err" < "$T/in"
		echo "status $?" >> "$T/out"
		case $SSH in
		ssh)
			cp "$T/out" "$T/out.wanted"
			cp "$T/err" "$T/err.wanted"
			;;
		*)
			ok "$name: as ssh, ${who#*/t/}" same_said
			;;
		esac
	done
}
same_said() {
	cmp "$T/out" "$T/out.wanted" && cmp "$T/err" "$T/err.wanted" && return
	diff "$T/out.wanted" "$T/out" | sed 's/^/# /'
	diff "$T/err.wanted" "$T/err" | sed 's/^/# /'
	return 1
}
printf 'one\ntwo\nthree\n' > "$T/in"

# --- standard input, options behind the host, statuses ---
same 'a loop that reads: ssh takes the rest of the lines' \
    'while read x; do echo "$x"; $SSH -F $CONFIG server cat; done'
same 'a loop with -n reads all of them' \
    'while read x; do $SSH -n -F $CONFIG server "echo $x; cat"; done'
same 'a script by standard input' \
    '(echo "echo a"; echo "exit 5") | $SSH -F $CONFIG server'
same 'and with -T and a shell' 'echo "echo b >&2; exit 6" | $SSH -T -F $CONFIG server sh -s'
same 'options behind the host, as unison has them' \
    '$SSH server -F $CONFIG -e none "echo c; exit 7"'
same 'after --' '$SSH -F $CONFIG -l '"$user"' -- server echo "d  e" \; exit 8'
same 'standard input closed' '$SSH -F $CONFIG server echo f <&-'
same '-s, the subsystem' '$SSH -F $CONFIG -s server nonesuch'
same 'a host that is not there' '$SSH -F $CONFIG -o HostName=nowhere.invalid -o ProxyCommand="exit 9" server true 2> /dev/null'
same '-W' 'printf x | $SSH -F $CONFIG -W localhost:22 server | head -c 7'
same 'tools that ask: -G' '$SSH -F $CONFIG -G server | grep "^hostname\|^user\|^port\|^identityfile"'
same 'and -V' '$SSH -V'
# What VS Code does: a forward and a script for a shell, by standard input.
same 'a forward beside a script' 'echo "echo running; exit 0" |
    $SSH -T -D 9050 -o ConnectTimeout=15 -F $CONFIG server bash --norc'

# --- scp, sftp, rsync ---
echo 'some text' > "$T/a file"
mkdir -p "$T/tree/sub" && cp "$T/a file" "$T/tree/sub/"
same 'scp -r' 'rm -rf $T/copied; scp -qr -F $CONFIG -S "$(command -v $SSH)" $T/tree server:$T/copied; find $T/copied | sort'
same 'scp -3, between two hosts' 'scp -3 -q -F $CONFIG -S "$(command -v $SSH)" "server:$T/a file" web:$T/three; cat $T/three; rm -f $T/three'
same 'scp of what is not there' 'scp -q -F $CONFIG -S "$(command -v $SSH)" server:$T/none $T/none'
same 'sftp -b' 'echo "get \"$T/a file\" $T/got
ls -1 $T/tree" | sftp -q -F $CONFIG -S "$(command -v $SSH)" -b - server; cat $T/got; rm -f $T/got'
if command -v rsync > /dev/null; then
	same 'rsync -e' 'rm -rf $T/synced; rsync -a -e "$SSH -F $CONFIG" $T/tree server:$T/synced; find $T/synced | sort; rsync -a -e "$SSH -F $CONFIG" server:$T/none $T/; echo $? | grep -c 23' 2> /dev/null
else
	skip 'rsync -e sshp does what it does with ssh' 'no rsync'
fi

# --- and when the path dies ---
mkfifo "$T/asked"
# Each opens it for itself: ssh makes what it is given non-blocking.
sftp -F "$T/config" -S "$O/sshp" server 0<> "$T/asked" > "$T/sftp" 2>&1 &
sftp=$! sftp_pid=$!
sshp -F "$T/config" -W localhost:22 server 0<> "$T/asked" > "$T/w" 2>&1 &
through=$!
ssh -F "$T/plain" -o HostName=localhost -o ProxyCommand="sshp -F $T/config -W %h:%p server" \
    far 'echo far; sleep 1000' > "$T/far" 2>&1 &
far=$!
ok 'sftp through sshp is connected' until_ 60 says "$T/sftp" Connected
# sftp itself then waits for its next command.
sftp=$(kept $sftp)
ok 'sshp -W is connected' until_ 60 says "$T/w" SSH-2.0
ok 'a ProxyCommand of sshp -W is connected' until_ 60 says "$T/far" far
path_cut
for it in "sftp $sftp" "w $through" "far $far"; do
	ok "${it% *}: the guard says that the path is dead" until_ 60 says "$T/${it% *}" 'path dead'
	ok "${it% *}: the program ends on a dead path" until_ 60 gone "${it#* }"
done
path_heal
kill "$sftp_pid"

# --- git ---
if command -v git > /dev/null; then
	git init -q --bare "$T/far.git"
	git init -q "$T/near"
	git -C "$T/near" -c user.name=n -c user.email=e commit -q --allow-empty -m one
	for variant in auto ssh simple; do
		same "git, a port, GIT_SSH_COMMAND, variant $variant" \
		    "GIT_SSH_VARIANT=$variant"' GIT_SSH_COMMAND="$SSH -F $CONFIG" git -C $T/near push "ssh://server:22$T/far.git" HEAD:refs/heads/'"$variant; git -C \$T/far.git for-each-ref --format='%(refname)'; git -C \$T/far.git update-ref -d refs/heads/$variant"
	done
	mine "$T/config"
	# By its name alone git cannot know sshp: it asks with -G.
	ok 'git fetches with GIT_SSH=sshp' env GIT_SSH="$O/sshp" timeout 60 \
	    git -C "$T/near" push -q "ssh://$user@server:22$T/far.git" HEAD:refs/heads/named
	ok 'git with GIT_SSH=sshp uses protocol 2' sh -c "GIT_TRACE_PACKET=1 GIT_SSH='$O/sshp' timeout 60 \
	    git -c protocol.version=2 ls-remote 'server:$T/far.git' 2>&1 | grep -q 'version 2'"
else
	skip 'git with GIT_SSH=sshp' 'no git'
fi

# --- a jump host: what ssh calls is argv[0], what a user wrote is sshp ---
for to in ssh sshp; do
	mine "$T/config"
	is "ProxyCommand sshp -W works for $to" "$(timeout 60 $to -o HostName=localhost \
	    -o ProxyCommand='sshp -W %h:%p server' far 'echo here')" here
	is "ProxyJump works for $to" "$(timeout 60 $to -o HostName=localhost \
	    -J server far 'echo here')" here
done
for path in "$T/bin" "$T/shim"; do
	is "ProxyJump, ssh in PATH is sshp (${path#"$T"/})" "$(PATH=$path:$PATH timeout 60 \
	    ssh -o HostName=localhost -J server far 'echo here' 2>&1)" here
	is "ProxyCommand ssh -W works when ssh in PATH is sshp" "$(PATH=$path:$PATH timeout 60 ssh -o HostName=localhost \
	    -o ProxyCommand='ssh -W %h:%p server' far 'echo here' 2>&1)" here
done
is 'sshp passes over a script in PATH that only starts sshp' \
    "$(PATH=$T/shim /bin/sh -c ssh 2>&1)" 'sshp: ssh: the only ssh in PATH is sshp itself'
mkdir "$T/other"
printf '#!/bin/sh\n# by sshpass, once\necho other "$@"\n' > "$T/other/ssh"
chmod +x "$T/other/ssh"
is 'sshp runs another script in PATH that is called ssh' "$(PATH=$T/other:$PATH sshp -F none x y)" 'other -F none x y'

# --- a program at the terminal, as TRAMP: "ssh -e none server", TERM=dumb ---
mkfifo "$T/driver"
exec 4<> "$T/driver"
"$O/t/lib/pty" env TERM=dumb sshp -F "$T/config" -e none server <&4 > "$T/driven" \
    2> /dev/null &
driven=$!
printf 'echo $((6*7))\n' >&4
ok 'a shell on a dumb terminal answers' until_ 10 says "$T/driven" 42
server_down
wait $driven
is 'a lost shell on a dumb terminal ends sshp with 255' $? 255
lacks 'a lost shell on a dumb terminal is not retried' "$T/driven" 'sshp:.*next attempt'
server_up
exec 4>&-

# --- ssh-copy-id, at a terminal; a key of the agent's is who may ---
if command -v ssh-copy-id > /dev/null && command -v ssh-agent > /dev/null; then
	ssh-keygen -q -t ed25519 -N '' -C new -f "$T/new"
	grep -v 'Identit\|BatchMode' "$T/config" > "$T/agents"
	mine "$T/agents"
	eval "$(ssh-agent -a "$T/agent")" > /dev/null
	ssh-add -q "$T/key"
	mkfifo "$T/keys"
	exec 3<> "$T/keys"
	copy_id() {
		rm -f "$HOME/.ssh/authorized_keys"
		PATH=$T/bin:$PATH timeout 100 "$O/t/lib/pty" ssh-copy-id "$@" \
		    -i "$T/new.pub" server > "$T/said" 2> /dev/null <&3
	}
	for how in ssh sftp; do
		set --
		[ $how = ssh ] || set -- -s
		copy_id "$@"
		is "ssh-copy-id by $how ends with 0" $? 0
		has "ssh-copy-id by $how: what it says" "$T/said" 'Number of key(s) added: 1'
		is "ssh-copy-id by $how installs the key" "$(cat "$HOME/.ssh/authorized_keys")" \
		    "$(cat "$T/new.pub")"
		ok "ssh-copy-id by $how leaves no process" until_ 20 clean
	done
	is 'the key that ssh-copy-id installed opens a session' "$(timeout 60 sshp -o IdentityAgent=none -i "$T/new" server 'echo yes' < /dev/null)" yes
	kill "$SSH_AGENT_PID"
	unset SSH_AUTH_SOCK SSH_AGENT_PID
else
	skip 'ssh-copy-id with sshp' 'no ssh-copy-id, or no ssh-agent'
fi

# --- a protocol on standard input and output: borg, restic, svn, docker ---
dd if=/dev/urandom of="$T/100M" bs=1M count="${TRANSFER_MIB:-100}" 2> /dev/null
for file in plain config; do
	timeout 200 sshp -F "$T/$file" "$user@server" \
	    "cat; echo to the log >&2" < "$T/100M" 2> "$T/err" | cmp - "$T/100M"
	is "a stream each way with $file arrives unchanged" $? 0
	is "the standard error of the command arrives with $file" "$(cat "$T/err")" 'to the log'
done
rm -f "$T/100M"

# --- a file system ---
if command -v sshfs > /dev/null && [ -w /dev/fuse ] && mkdir "$T/mount" &&
    ssh -F "$T/plain" server true; then
	timeout 60 sshfs -o ssh_command="sshp -F $T/config" "server:$T/tree" "$T/mount" 2> "$T/err"
	if grep -q 'fusermount\|not permitted\|denied' "$T/err"; then
		skip 'sshfs through sshp reads a file' "$(head -n 1 "$T/err")"
	else
		is 'sshfs through sshp reads a file' "$(cat "$T/mount/sub/a file")" 'some text'
		fusermount3 -u "$T/mount" 2> /dev/null || umount "$T/mount"
	fi
else
	skip 'sshfs through sshp reads a file' 'no sshfs, or no /dev/fuse'
fi
ok 'no process and no file of sshp is left' until_ 20 clean
finish
