#!/bin/sh
# sshconf explain and hosts, --json, and errors of usage.
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
is 'explain shows which line decided, which lost, and why' "$(sshconf explain -a -k port vps)" \
"port 22
    $D/config:4
  - $D/hosts/work:5: 2222
      \"Match user bob host vps\" at $D/hosts/work:4: user bob does not match"
is 'explain counts the lines in blocks that do not apply' "$(sshconf explain -k port vps)" \
"port 22
    $D/config:4
(1 line in blocks that do not apply; -a shows it)"
for n in $(seq 300); do
	printf 'Host h%d\n    Port %d\n    User u%d\n' "$n" "$n" "$n"
done > many
is 'explain of a file with 300 hosts shows the one that applies' "$(sshconf explain -F many h7)" \
"hostname h7
    ssh itself
port 7
    many:20
user u7
    many:21
(598 lines in blocks that do not apply; -a shows them)"
is 'explain -a shows all of these lines' "$(sshconf explain -a -F many h7 | grep -c '^  - many:')" 598
sshconf explain --json -F many h7 > "$T/json"
is 'explain --json has all of these lines' "$(grep -o '"why"' "$T/json" | wc -l)" 598
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
sshconf keywords > "$T/keywords"
is 'keywords prints each keyword once' "$(sort -f "$T/keywords" | uniq -di)" ''
has "keywords prints ssh's keywords" "$T/keywords" '^ServerAliveInterval$'
has 'keywords prints our keywords' "$T/keywords" '^PersistReclaim$'
sshconf keywords more 2> "$T/err"
is 'keywords takes no argument' $? 2
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
rm config
sshconf show h > /dev/full 2> "$T/err"
is 'a full disk ends sshconf with 255' $? 255
has 'sshconf says that the disk is full' "$T/err" '^sshconf: output: No space left'
finish
