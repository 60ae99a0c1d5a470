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
lints 'an open quote' 'error:1' 'User "a b\n'
lints 'values that ssh rejects' 'error:1,error:2' 'BatchMode 1\nMatch host a b\n'
has 'lint prints what to write instead of a bad Match' "$T/lint" 'Match host a,b'

# --- unknown keywords ---
lints 'an unknown keyword' 'error:1' 'Frobnicate yes\n'
has 'lint names the IgnoreUnknown that is missing' "$T/lint" 'begin file with "IgnoreUnknown Frobnicate"'
lints 'a keyword that IgnoreUnknown names' '' 'IgnoreUnknown Frob*\nFrobnicate yes\n'
lints 'ignored too late' 'error:1' 'Frobnicate yes\nIgnoreUnknown Frob*\n'
has 'lint says that IgnoreUnknown comes too late' "$T/lint" 'must be the first line of file; at file:2 it comes too late'
lints 'ignored for one host' 'error:3' 'Host a\n IgnoreUnknown *\n Frob yes\n'
has 'lint says that IgnoreUnknown is for one host' "$T/lint" 'at file:2 it is not for every host'
lints 'the first IgnoreUnknown counts' 'warning:2,error:3' \
    'IgnoreUnknown Foo\nIgnoreUnknown Frob\nFrob yes\n'
has 'lint adds the keyword to the IgnoreUnknown that is there' "$T/lint" 'change file:1 to "IgnoreUnknown Foo,Frob"'
lints 'several, each once, in one cure and as spelled' 'error:1,error:2' \
    'UseKeychain yes\nFrobNicate 1\nHost a\n UseKeychain no\n'
has 'the cure names all unknown keywords' "$T/lint" '"IgnoreUnknown UseKeychain,FrobNicate"'
has 'lint counts the other lines of a keyword' "$T/lint" 'UseKeychain (and 1 more line)'
for block in 'Host *' 'Match all' 'Match host *' 'Host a *' 'Match user * originalhost *'; do
	lints "nothing where ssh accepts IgnoreUnknown below $block" '' "$block"'\n IgnoreUnknown Foo\nHost b\n Foo yes\n'
	ok "ssh accepts IgnoreUnknown below $block" sh -c "ssh -G -F file h > /dev/null 2>&1"
done
lints 'ours, which plain ssh rejects' 'error:1' 'Persist yes\nPersistName a\n'
has 'lint prints the IgnoreUnknown for ours' "$T/lint" 'begin file with "IgnoreUnknown Persist\*"'
lints 'a bad value of ours' 'error:2' 'IgnoreUnknown Persist*\nPersist on\n'
lints "a word of the server's" 'error:1' 'ClientAliveInterval 30\n'
has 'lint: server side' "$T/lint" 'a keyword of the server.*ServerAliveInterval'
meant() {
	printf '%s x\n' "$1" > file
	sshconf lint file > "$T/lint"
	has "lint asks who writes $1: did you mean $2?" "$T/lint" \
	    "^file:1: error: ssh.* has no keyword $1; did you mean $2?\$"
}
meant Hostnam HostName
meant Prt Port
meant Hosts Host
meant IdentifyFile IdentityFile
meant ServerAliveIntervall ServerAliveInterval
meant persistnotfy PersistNotify
lints 'lines below a misspelled Host are not for every host' 'error:1' 'Hosts a\n User b\nHost d\n User e\n'
lints 'a misspelled Host that IgnoreUnknown hides' 'warning:2' 'IgnoreUnknown h*\nHosts a\n User b\n'

# --- characters ---
lints 'a byte order mark' 'error:1' '\357\273\277Host a\n Port 3\n Port 3\n'
lints 'no-break spaces' 'error:2,error:3,error:4,error:5' \
    'Host a\n\302\240 Port 3\n User\302\240bob\n Port 22\302\240\nHost\302\240b\n Port 3\n'
is 'lint prints invisible bytes as octal numbers' "$(grep -c '\\302\\240' "$T/lint") $(LC_ALL=C grep -c "$(printf '\302')" "$T/lint")" '4 0'
lints 'a zero-width space that ssh accepts' 'warning:1' 'Host a\342\200\213\n'
lints 'UTF-16' 'error:1' '\377\376H\0o\0s\0t\0 \0a\0\n\0'
lints 'typographic quotes' 'warning:2,warning:3' \
    'Host a\n IdentityFile \342\200\234~/.ssh/id\342\200\235\nMatch exec \342\200\230true\342\200\231\n'
lints 'no finding about letters and CRLF' '' 'Host a\r\n IdentityFile ~/\303\274\r\n'

# --- Host lines ---
lints 'only negated patterns' 'warning:1' 'Host !b\n User c\n'
lints 'a comma between names' 'warning:1' 'Host a,b\n User c\n'
lints 'a user in a name' 'warning:1' 'Host bob@srv\n User c\n'
lints 'a port in a name' 'warning:1' 'Host srv:22\n User c\n'
lints 'no finding about an alias with a colon' '' 'Host srv:22\n HostName srv\nHost fe80::1\n User c\n'

# --- lines that have no effect ---
lints 'a line that has no effect' 'warning:4' 'User a\nHost b\n Port 1\n User c\n'
lints 'in the same block' 'warning:3' 'Host b\n User c\n User d\n'
lints 'a block of the same hosts' 'warning:4' 'Host b\n User c\nHost b\n User d\n'
lints 'a block of more hosts' 'warning:4' 'Host a b\n User c\nHost a\n User d\n'
lints 'a pattern of more hosts' 'warning:4' 'Host *.x\n User c\nHost a.x\n User d\n'
lints 'no finding about a name that is excluded' '' 'Host * !a\n User c\nHost a\n User d\n'
lints 'no finding about the same value again' '' \
    'Host a\n User c\n BatchMode yes\n ServerAliveInterval 60\nHost a *\n User c\n BatchMode true\n ServerAliveInterval 1m\n'
lints 'several that count' '' 'Host b\n IdentityFile c\n IdentityFile d\n SendEnv A\n SendEnv B\n'
lints 'an empty Match, and no more' 'error:1' 'Match\n Port 2\nHost a\n Port 4\n'
printf 'Host b\n User d\n' > "$T/inner"
chmod 600 "$T/inner"
lints 'no finding about an Include below another Host' '' "Host a\n Include $T/inner\nHost b\n User e\n"
lints 'no finding about a file that is included twice' '' "Include $T/inner\nHost *\n Include $T/inner\n"
lints 'ProxyCommand after ProxyJump' 'warning:3' 'Host a\n ProxyJump b\n ProxyCommand x %%h\n'
lints 'ProxyJump after ProxyCommand' 'warning:3' 'Host a\n ProxyCommand none\n ProxyJump b\n'
lints 'no finding about ProxyCommand after ProxyJump none' '' 'Host a\n ProxyJump none\n ProxyCommand x %%h\n'
lints 'old keywords' 'note:1,warning:2,note:3,note:4,warning:5,warning:6' \
    'Protocol 2\nCipher 3des\nUseRoaming no\nUsePrivilegedPort no\nDSAAuthentication no\nRSAAuthentication yes\n'
printf 'User a\n' > one
printf 'User b\n' > two
is 'each file that is named is judged alone' "$(sshconf lint one two)" ''

# --- dead servers ---
lints 'a dead server after hours' 'warning:1' \
    'ServerAliveInterval 60\nServerAliveCountMax 100\n'
has 'lint: the seconds' "$T/lint" ' 6000 seconds'
lints 'a dead server after minutes' 'note:1' 'ServerAliveInterval 300\n'
lints 'no finding about three minutes' '' 'ServerAliveInterval 60\n'
lints 'CountMax with the interval below' 'warning:2' 'Host a\n ServerAliveCountMax 1000\nHost *\n ServerAliveInterval 30\n'
lints 'CountMax with the interval above' 'warning:4' 'Host *\n ServerAliveInterval 30\nHost a\n ServerAliveCountMax 1000\n'
lints 'an interval with CountMax below' 'warning:2' 'Host a\n ServerAliveInterval 30\nHost *\n ServerAliveCountMax 1000\n'
lints 'TCPKeepAlive with a ProxyCommand' 'warning:3' \
    'Host a\n ProxyCommand nc %%h %%p\n TCPKeepAlive yes\n'
lints 'TCPKeepAlive with a ProxyJump elsewhere' 'warning:4' \
    'Host a\n ProxyJump b\nHost *\n TCPKeepAlive yes\n'
lints 'no finding about TCPKeepAlive beside ServerAliveInterval' '' \
    'Host a\n ProxyJump b\nHost *\n TCPKeepAlive yes\n ServerAliveInterval 15\n'
lints 'no finding about TCPKeepAlive with tunnel-guard' '' \
    'Host a\n ProxyCommand /usr/bin/tunnel-guard %%h %%p\n TCPKeepAlive yes\n'
lints 'no finding about TCPKeepAlive alone' '' 'Host a\n TCPKeepAlive yes\n'

# --- forwards and tunnels ---
lints 'a forward that may fail' 'note:3' 'Host a\n SessionType none\n LocalForward 80 b:80\n LocalForward 81 b:81\n'
lints 'no finding about a forward beside a shell' '' 'Host a\n LocalForward 80 b:80\n RemoteForward 81 b:81\n Compression yes\n'
lints 'a forward that ends ssh' '' \
    'Host a\n SessionType none\n LocalForward 80 b:80\nHost *\n ExitOnForwardFailure yes\n'
lints 'a forward that is kept' '' \
    'IgnoreUnknown Persist*\nHost a\n LocalForward 80 b:80\n Persist yes\n'
lints '-R of a bare port' 'note:2' \
    'ExitOnForwardFailure yes\nRemoteForward 8080 a:80\n'
lints '-R with an address' '' \
    'ExitOnForwardFailure yes\nRemoteForward 127.0.0.1:8080 a:80\n'
lints 'Compression on a tunnel' 'note:2' \
    'ExitOnForwardFailure yes\nCompression yes\nDynamicForward 80\n'
lints 'Compression alone' '' 'Compression yes\n'
lints 'tunnels that need one port' 'note:5' \
    'ExitOnForwardFailure yes\nHost a\n LocalForward 80 b:80\nHost b\n LocalForward 80 c:80\n'
lints 'no finding about one port of two logins' '' 'Host a\n LocalForward 80 b:80\nHost b\n LocalForward 80 c:80\n'
lints 'one port twice for a host, in two spellings' 'warning:3,warning:5' \
    'Host a\n LocalForward 80 b:80\n LocalForward 127.0.0.1:80 b:80\nHost *\n DynamicForward *:80\n'
lints 'no finding about a forward that ssh has already' '' 'Host a\n LocalForward 80 b:80\nHost *\n LocalForward 80 b:80\n'
lints 'no finding about blocks that exclude each other' '' \
    'ExitOnForwardFailure yes\nMatch exec "x"\n LocalForward 80 b:80\nMatch !exec "x"\n LocalForward 80 c:80\n'
lints 'nc behind ssh, and nc -q0' 'note:2,note:4' \
    'Host a\n ProxyCommand ssh j nc -q0 %%h %%p\nHost b\n ProxyCommand nc -q0 %%h %%p\n'

# --- control sockets ---
lints 'a long ControlPath' 'error:1' \
    "ControlPath /$(printf '%090d' 0)\n"
lints 'a ControlPath with %%C' '' 'ControlPath /x/%%C\n'
lints 'a ControlPath that hosts share' 'warning:2,warning:4' \
    'Host a b\n ControlPath /y\nHost *\n ControlPath /x/%%r\n'
lints 'no finding about the ControlPath of one host' '' \
    'Host a\n ControlPath /x\nHost b c\n ControlPath /y\n HostName d\n'
lints 'ControlMaster without ControlPath' 'warning:2' 'Host a\n ControlMaster auto\n'
lints 'no finding about ControlMaster with a ControlPath elsewhere' '' \
    'Host a\n ControlMaster auto\nHost *\n ControlPath ~/%%C\n'

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
