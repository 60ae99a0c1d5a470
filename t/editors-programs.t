#!/bin/sh
# The settings of contrib/doc/EDITORS.md for git, rsync, scp and sshfs, and VS
# Code's command lines.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
. t/lib/documents.sh
world
documents_world EDITORS.md
cd "$HOME" || exit 1

# --- VS Code: its command lines, as its logs have them ---
ssh=$(cd "$OLDPWD" && text vscode | sed -n 's/.*"remote.SSH.path": "\(.*\)".*/\1/p')
is 'the setting of VS Code names the installed sshp' "$ssh" /usr/local/bin/sshp
has_version() { "$ssh" -V 2>&1 | grep -q '^OpenSSH_'; }
ok 'VS Code reads OpenSSH in the answer to -V' has_version
# code shell words...: the command line with a script by standard input, which
# stays open; its output in $T/code.
mkfifo "$T/script"
exec 4<> "$T/script"
code() {
	: > "$T/code"
	"$ssh" "$@" <&4 > "$T/code" 2> "$T/code.err" &
	code=$!
	printf 'echo platform:$(uname)\n' >&4
}
# answers: the script runs; if not, the log says what ssh said.
answers() {
	until_ 20 says "$T/code" '^platform:Linux$' && return
	sed 's/^/# | /' "$T/code.err"
	return 1
}
through() {
	[ "$(timeout 5 tunnel-guard -x localhost:"$1" localhost 22 < /dev/null \
	    2> /dev/null | head -c 4)" = SSH- ]
}
code -v -T -D 53720 -o ConnectTimeout=15 vps bash
ok 'VS Code with -v -T -D: the script of standard input runs' answers
ok 'VS Code with -v -T -D: the forward works' until_ 10 through 53720
printf 'exit 5\n' >&4
wait $code
is 'VS Code with -v -T -D: the status of the shell arrives' $? 5
code -T -o ClearAllForwardings=true vps bash
ok 'VS Code without a forward: the script of standard input runs' answers
printf 'exit 6\n' >&4
wait $code
is 'VS Code without a forward: the status of the shell arrives' $? 6
code -T -D 63099 -o ConnectTimeout=15 vps sh
ok 'VS Code with -T -D: the script of standard input runs' answers
ok 'VS Code with -T -D: the forward works' until_ 10 through 63099
lacks 'VS Code reads no message of sshp' "$T/code.err" sshp:
path_cut
ok 'VS Code: sshp ends when the path is dead' until_ 40 gone $code
wait $code
is 'VS Code: sshp ends with 255 when the path is dead' $? 255
path_heal
exec 4>&-

# --- git ---
cd "$OLDPWD" && text git > "$T/git.sh"
text rsync > "$T/rsync.sh"
text sshfs > "$T/sshfs.sh"
cd "$HOME" || exit 1
if command -v git > /dev/null; then
	sh "$T/git.sh"
	git init -q --bare repo.git
	git init -q near
	git -C near -c user.name=n -c user.email=e commit -q --allow-empty -m one
	timeout 60 git -C near push -q vps:repo.git HEAD:refs/heads/one 2> "$T/err"
	is 'git pushes with core.sshCommand sshp' $? 0
	is 'the server has what git pushed' "$(git -C repo.git for-each-ref --format='%(refname)')" refs/heads/one
	is 'git prints no message of sshp' "$(cat "$T/err")" ''
	GIT_TRACE=$T/trace timeout 60 git -C near fetch -q vps:repo.git one
	is 'git fetches with core.sshCommand sshp' $? 0
	has 'git asks sshp with -G' "$T/trace" 'sshp -G -o SendEnv=GIT_PROTOCOL vps'
	has 'git gives sshp options of ssh' "$T/trace" "sshp -o SendEnv=GIT_PROTOCOL vps 'git-upload-pack"
	ok 'git fetches with GIT_SSH=sshp' env GIT_SSH=sshp timeout 60 git -C near fetch -q vps:repo.git one
	path_cut
	timeout 100 git -C near fetch -q vps:repo.git one > "$T/err" 2>&1 &
	fetch=$!
	ok 'git ends with an error while the path is dead' until_ 60 gone $fetch
	path_heal
else
	skip 'git pushes with core.sshCommand sshp' 'no git'
fi

# --- rsync, scp ---
if command -v rsync > /dev/null; then
	mkdir -p there/data
	echo text > there/file
	# The home of the account is the same on both sides: another directory.
	mkdir data && echo text > data/file
	sed 's/vps:data/vps:there\/data/' "$T/rsync.sh" > "$T/rsync.there"
	timeout 60 sh "$T/rsync.there" > "$T/said" 2>&1
	is 'rsync and scp with sshp end with 0' $? 0
	is 'rsync and scp with sshp copy the file' "$(cat there/data/file there/data/other)" 'text
text'
	is 'rsync and scp print no message of sshp' "$(cat "$T/said")" ''
else
	skip 'rsync and scp with sshp end with 0' 'no rsync'
fi

# --- sshfs ---
why=
command -v sshfs > /dev/null || why='no sshfs'
[ -w /dev/fuse ] || why=${why:-no /dev/fuse}
mkdir -p data mnt
echo text > data/file
[ -n "$why" ] || timeout 60 sh "$T/sshfs.sh" > "$T/said" 2>&1 || why=$(head -n 1 "$T/said")
if [ -z "$why" ]; then
	is 'sshfs with sshp reads a file' "$(cat mnt/file)" text
	server_down
	server_up
	again() { [ "$(timeout 20 cat mnt/file 2> /dev/null)" = text ]; }
	ok 'sshfs with sshp reads the file again after a loss' until_ 30 again
	fusermount3 -u mnt 2> /dev/null || umount mnt
else
	skip 'sshfs with sshp reads a file' "$why"
fi
ok 'no process and no file of sshp is left' until_ 20 no_sshp
finish
