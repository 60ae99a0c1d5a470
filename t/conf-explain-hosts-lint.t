#!/bin/sh
# sshconf: explain, hosts, lint, --json.
. t/lib/tap.sh
. t/lib/world.sh
world
unset TMPDIR
mkdir -m 700 "$HOME/.ssh"
cd "$HOME/.ssh" || exit 1
umask 022

# --- explain: the manual's example ---
mkdir hosts
printf 'IgnoreUnknown Persist*\nInclude hosts/*\nHost *\n    Port 22\n    User nobody\n' > config
printf 'Host vps\n    RemoteForward 8080 localhost:80\n    Persist yes\nMatch user bob host vps\n    Port 2222\n' > hosts/work
D=$HOME/.ssh
is 'explain shows which line decided, which lost, and why' "$(sshconf explain -k port vps)" \
"port 22
    $D/config:4
  - $D/hosts/work:5: 2222
      \"Match user bob host vps\" at $D/hosts/work:4: user bob does not match"
is 'explain says what a forward means' \
    "$(sshconf explain -k RemoteForward vps | tail -n 1)" \
    '    port 8080 on the server leads to localhost:80 here'
is 'explain says that no line has the keyword' "$(sshconf explain -k compression vps)" \
"compression no
    ssh's default"
is 'explain shows the Persist keywords' "$(sshconf explain -k persist vps | tail -n 1)" \
    "    $D/hosts/work:3"
is 'explain shows the command line as a source' "$(sshconf explain -k port -p 99 vps | sed -n 2p)" \
    '    the command line'
sshconf explain -k nonsense vps 2> "$T/err"
is 'explain of an unknown keyword ends with 2' $? 2
has 'explain names the unknown keyword' "$T/err" '^sshconf: nonsense: no such keyword'
means() {
	is "explain says what this means: $1" "$(sshconf explain -F none -o "$1" h -k "$2" | sed -n 3p)" \
	    "    $3"
}
means 'LocalForward 3306 db:3306' localforward \
    'port 3306 here leads to db:3306, as seen from the server'
means 'LocalForward *:80 [::1]:81' localforward \
    'port 80 on all addresses here leads to [::1]:81, as seen from the server'
means 'LocalForward /x/y /run/z' localforward \
    'the socket /x/y here leads to the socket /run/z, as seen from the server'
means 'DynamicForward 1080' dynamicforward \
    'port 1080 here is a SOCKS proxy; its connections leave from the server'
means 'RemoteForward 1080' remoteforward \
    'port 1080 on the server is a SOCKS proxy; its connections leave from here'
means 'RemoteForward 0 a:1' remoteforward \
    'a port chosen on the server leads to a:1 here'
means 'RemoteForward 127.0.0.1:8 a:1' remoteforward \
    'port 8 on 127.0.0.1 on the server leads to a:1 here'

# --- hosts ---
printf 'Include hosts/*\nHost a "b c" *x !y ?z d\nMatch host e\nHost a\n' > config
# The system may have some, too: systemd's .host.
is 'hosts prints the names that can be typed, and where they are' "$(sshconf hosts | grep -v /etc/ssh/)" \
"vps	$D/hosts/work:1
a	$D/config:2
b c	$D/config:2
d	$D/config:2
a	$D/config:4"

# --- JSON ---
json() {
	perl -MJSON::PP -e 'local $/; my $x = decode_json(<STDIN>);
	    exit !($x->{schema} == 1 && exists $x->{$ARGV[0]})' "$1"
}
ok 'show --json ends with 0' sh -c "sshconf show --json vps > $T/json"
ok 'show --json is valid JSON' json settings < "$T/json"
sshconf explain --json -o 'IdentityFile "a\"b\\"' vps > "$T/json"
ok 'explain --json is valid JSON' json keywords < "$T/json"
sshconf hosts --json > "$T/json"
ok 'hosts --json is valid JSON' json hosts < "$T/json"
printf 'Frob "\377\n' > config
sshconf lint --json > "$T/json"
is 'lint --json ends with 1 when it found something' $? 1
ok 'lint --json is valid JSON' json findings < "$T/json"

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
lints 'one that is ignored' '' 'IgnoreUnknown Frob*\nFrobnicate yes\n'
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
sshconf 2> "$T/err"
is 'a usage error ends with 2' $? 2
has 'a usage error prints the usage' "$T/err" '^usage: sshconf show'
ok '-h ends with 0' sshconf -h
is 'usage: --help prints the same as -h' "$(sshconf --help)" "$(sshconf -h)"
is 'usage: COMMAND --help prints the same' "$(sshconf lint --help)" "$(sshconf -h)"
ok '-V ends with 0' sshconf -V
for words in frob show 'show -z h' 'explain -k nosuch h' 'hosts h' \
    'hosts -F nosuch'; do
	# shellcheck disable=SC2086
	sshconf $words > /dev/null 2> "$T/err"
	is "a usage error is one line of sshconf: $words" "$(grep -c '^sshconf: ' "$T/err") $(wc -l < "$T/err")" '1 1'
done
sshconf show h > /dev/full 2> "$T/err"
is 'a full disk ends sshconf with 255' $? 255
has 'sshconf says that the disk is full' "$T/err" '^sshconf: output: No space left'
finish
