#!/bin/sh
# Keywords of ssh_config(5) that sshp does not know are asked of the installed
# ssh: vendors' own, new ones, and those that this release lacks.
. t/lib/tap.sh
. t/lib/world.sh
world
mkdir -m 700 "$HOME/.ssh" "$T/bin"
config=$HOME/.ssh/config
real=$(command -v ssh)

# An ssh with keywords that nobody else has: NewAlive is its
# ServerAliveInterval, NewThing has no effect that "ssh -G" shows, and "Match
# newly" never holds.  It notes its calls.
cat > "$T/bin/ssh" <<END
#!/bin/sh
echo "\$*" >> "$T/calls"
change() {
	sed 's/^\( *\)NewAlive/\1ServerAliveInterval/i
	    s/^\( *\)NewThing[ =].*/\1VisualHostKey no/i
	    s/^Match newly.*/Match !all/'
}
n=\$#
while [ \$n -gt 0 ]; do
	word=\$1
	shift
	case \$word in
	$HOME/*|*.run/config)
		change < "\$word" > "$T/changed"
		word=$T/changed ;;
	*) word=\$(echo "\$word" | change) ;;
	esac
	set -- "\$@" "\$word"
	n=\$((n - 1))
done
exec $real "\$@"
END
chmod 755 "$T/bin/ssh"
PATH=$T/bin:$PATH

# kept name line...: sshp keeps a tunnel of that file.
kept() {
	kept_name=$1
	shift
	printf '%s\n' 'IgnoreUnknown Persist*' "$@" 'Host h' \
	    ' ProxyCommand false' ' Persist yes' ' PersistMaxTries 1' > "$config"
	: > "$T/calls"
	sshp -F "$config" -N h > "$T/out" 2>&1 < /dev/null
	has "$kept_name: the tunnel is kept" "$T/out" \
	    '^sshp: h: giving up after 1 failed attempt in a row'
}
questions() {
	grep -c '^-G' "$T/calls"
}

kept 'no unknown keyword'
is 'without unknown keywords sshp does not ask ssh' "$(questions)" 0
kept 'a keyword without an effect' 'NewThing yes'
kept 'three unknown keywords in one file' 'NewThing yes' 'NewAlive 7' 'Host x' 'NewThing no'
ok 'sshp asks ssh once about three unknown keywords' \
    grep -q '^-GFnone -o newthing=yes -o newalive=7 -o newthing=no -- ' "$T/calls"
printf 'NewAlive 7\nNewThing yes\n' > "$config"
is 'an unknown keyword sets what ssh says that it sets' \
    "$(sshconf show -F "$config" h | grep '^serveralivei')" 'serveraliveinterval 7'
printf 'Host other\n NewAlive 7\n' > "$config"
is 'an unknown keyword in a block for other hosts sets nothing' \
    "$(sshconf show -F "$config" h | grep '^serveralivei')" 'serveraliveinterval 0'
is 'an unknown keyword in -o sets what ssh says' \
    "$(sshconf show -F none -o NewAlive=9 h | grep '^serveralivei')" 'serveraliveinterval 9'
if ssh -GFnone -o ProtocolKeepAlives=5 h > /dev/null 2>&1; then
	kept "Debian's own keyword" 'ProtocolKeepAlives 5'
	has "the guard gets the value of a keyword of Debian" "$T/calls" ' -k 5 '
	kept 'the same behind IgnoreUnknown of the rest' 'SetupTimeOut 5'
else
	skip "a keyword that only Debian has" 'this ssh has none'
fi

# --- what sshp cannot read, and ssh can ---
once() {
	printf '%s\n' 'IgnoreUnknown Persist*' 'Host *' ' ProxyCommand false' \
	    ' Persist yes' "$@" > "$config"
	sshp -F "$config" -N h > "$T/out" 2>&1 < /dev/null
}
once 'Match newly x'
is 'a Match criterion that only ssh knows: sshp says in one line that nothing is kept' \
    "$(grep -c '^sshp: h: running plain ssh without Persist: sshp cannot read the configuration: Unsupported Match attribute newly' "$T/out")" 1
once 'Match wrongly x'
lacks 'only ssh complains of a line that ssh rejects' "$T/out" '^sshp: '
has 'ssh complains of the line' "$T/out" 'Unsupported Match attribute'

# A pipe can be read only once: by the ssh that connects.
mkfifo "$T/fifo"
piped() {
	rm -f "$T/reached"
	printf 'Host *\n ProxyCommand touch %s\n' "$T/reached" > "$T/fifo" &
	timeout 10 sshp "$@" -F "$T/fifo" -N h > "$T/out" 2>&1 < /dev/null
	wait $!
	is 'the writer of a ssh_config in a FIFO can write all' $? 0
	ok 'ssh reads the ssh_config in a FIFO' test -e "$T/reached"
}
piped
piped -o Persist=yes
has 'sshp says that Persist on the command line has no effect with a FIFO' "$T/out" \
    '^sshp: h: running plain ssh without Persist: .*fifo: is not a regular file'

# --- sshconf rejects what the installed ssh rejects ---
for line in 'Tag x' 'ChannelTimeout none' 'GSSAPIKeyExchange no' \
    'GSSAPIKexAlgorithms nosuch' 'WarnWeakCrypto no' 'UseKeychain yes' \
    'ProtocolKeepAlives 5' 'GSSAPIAuthentication no' \
    'KexAlgorithms +gss-gex-sha1-'; do
	printf '%s\n' "$line" 'Host a' > "$config"
	$real -G -F "$config" h > /dev/null 2>&1
	r=$(($? != 0))
	sshconf show -F "$config" h > /dev/null 2>&1
	is "sshconf show accepts as ssh does: $line" $(($? != 0)) $r
	sshconf hosts -F "$config" > /dev/null 2>&1
	is "sshconf hosts accepts as ssh does: $line" $(($? != 0)) $r
	sshconf lint "$config" > "$T/lint" 2>&1
	is "sshconf lint accepts as ssh does: $line" $(($? != 0)) $r
done
printf 'FrobKeyword yes\nIgnoreUnknown Frob*\n' > "$config"
is 'an unknown keyword that ssh rejects is reported in the words of ssh' \
    "$(sshconf show -F "$config" h 2>&1)" "$($real -G -F "$config" h 2>&1 | tr -d '\r')"
finish
