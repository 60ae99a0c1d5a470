#!/bin/sh
# sshconf lint: what it finds, and what it must not find.
. t/lib/tap.sh
. t/lib/world.sh
world
unset TMPDIR
mkdir -m 700 "$HOME/.ssh"
cd "$HOME/.ssh" || exit 1
umask 022
D=$HOME/.ssh

# --- lint: each rule, and each beside what it must not find ---
# lints name level:line[,...] text: what is found in it, by level and line.
lints() {
	printf "$3" > file
	sshconf lint file > "$T/lint" 2>&1
	is "lint finds: $1" "$(sed 's/^file:\([0-9]*\): \([a-z]*\):.*/\2:\1/' \
	    "$T/lint" | paste -sd, -)" "$2"
	note "$(cat "$T/lint")"
}
lints 'nothing to say' '' 'Host a\n Port 22\nHost *\n Port 23\n User u\n'
lints 'what ssh rejects, in any block' 'error:2' 'Host nobody\n Port x\n'
lints 'quotes' 'error:1' 'User "a b\n'
lints 'an unknown keyword' 'error:1' 'Frobnicate yes\n'
has 'lint prints what to write instead' "$T/lint" 'begin file with "IgnoreUnknown frobnicate"'
lints 'a keyword that IgnoreUnknown names' '' 'IgnoreUnknown Frob*\nFrobnicate yes\n'
lints 'ignored too late' 'error:1' 'Frobnicate yes\nIgnoreUnknown Frob*\n'
has 'lint prints what to write instead' "$T/lint" 'must be the first line of file; at file:2 it comes too late'
lints 'ignored for one host' 'error:3' 'Host a\n IgnoreUnknown *\n Frob yes\n'
has 'lint prints what to write instead' "$T/lint" 'at file:2 it is not for every host'
lints 'the first IgnoreUnknown counts' 'warning:2,error:3' \
    'IgnoreUnknown Foo\nIgnoreUnknown Frob\nFrob yes\n' 
has 'lint prints what to write instead' "$T/lint" 'change file:1 to "IgnoreUnknown Foo,frob"'
lints 'ours, which plain ssh rejects' 'warning:1' 'Persist yes\n'
has 'lint prints what to write instead' "$T/lint" 'begin file with "IgnoreUnknown Persist\*"'
lints 'a bad value of ours' 'error:2' 'IgnoreUnknown Persist*\nPersist on\n'
lints "a word of the server's" 'error:1' 'ClientAliveInterval 30\n'
has 'lint: server side' "$T/lint" 'an option of the server.*ServerAliveInterval'
lints 'a line that has no effect' 'warning:4' 'User a\nHost b\n Port 1\n User c\n'
lints 'in the same block' 'warning:3' 'Host b\n User c\n User d\n'
lints 'a block of the same hosts' 'warning:4' 'Host b\n User c\nHost b\n User d\n'
lints 'several that count' '' 'Host b\n IdentityFile c\n IdentityFile d\n SendEnv A\n SendEnv B\n'
lints 'only negated patterns' 'warning:1' 'Host !b\n User c\n'
lints 'a patience of hours' 'warning:1' \
    'ServerAliveInterval 60\nServerAliveCountMax 100\n'
has 'lint: the seconds' "$T/lint" ' 6000 seconds'
lints 'a patience of minutes' '' 'ServerAliveInterval 60\n'
lints 'TCPKeepAlive with a ProxyCommand' 'warning:3' \
    'Host a\n ProxyCommand nc %%h %%p\n TCPKeepAlive yes\n'
lints 'TCPKeepAlive without' '' 'Host a\n TCPKeepAlive yes\n'
lints 'a forward that may fail' 'hint:2' 'Host a\n LocalForward 80 b:80\n LocalForward 81 b:81\n'
lints 'a forward that ends ssh' '' \
    'Host a\n LocalForward 80 b:80\nHost *\n ExitOnForwardFailure yes\n'
lints 'a forward that is kept' '' \
    'IgnoreUnknown Persist*\nHost a\n LocalForward 80 b:80\n Persist yes\n'
lints '-R of a bare port' 'hint:2' \
    'ExitOnForwardFailure yes\nRemoteForward 8080 a:80\n'
lints '-R with an address' '' \
    'ExitOnForwardFailure yes\nRemoteForward 127.0.0.1:8080 a:80\n'
lints 'a long ControlPath' 'error:1' \
    "ControlPath /$(printf '%090d' 0)\n"
lints 'a ControlPath with %%C' '' 'ControlPath /x/%%C\n'
lints 'ports that collide' 'hint:5' \
    'ExitOnForwardFailure yes\nHost a\n LocalForward 80 b:80\nHost b\n LocalForward 80 c:80\n'
lints 'Compression on a tunnel' 'hint:2' \
    'ExitOnForwardFailure yes\nCompression yes\nDynamicForward 80\n'
lints 'Compression alone' '' 'Compression yes\n'
rm file
touch file
chmod 666 file
lints 'a file that others can write' 'warning:1' ''
rm file
printf 'Include more\n' > config
touch more
chmod 666 more
is 'lint names the included file that ssh refuses' "$(sshconf lint | grep -v ^/etc/ssh/ | cut -d: -f1-3)" \
    "$D/more:1: error"
rm more config
sshconf lint nosuch 2> "$T/err"
is 'lint of a missing file ends with 1' $? 1
has 'lint names the missing file' "$T/err" '^sshconf: nosuch: No such file'
ok 'lint without any file ends with 0' sshconf lint
finish
