#!/bin/sh
# The installed ssh reads the command line that sshp emits as it reads the
# original.
. t/lib/tap.sh
O=${O:-build}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT

command -v ssh > /dev/null || {
	skip 'ssh reads the command line of sshp as the original' 'no ssh'
	finish
}
release=$(ssh -V 2>&1 | sed 's/^OpenSSH_\([0-9]*\.[0-9]*\).*/\1/')
# same words...: ssh -G prints the same for the line and for what we emit.
same() {
	ssh -F none -G "$@" > "$T/a" 2>&1
	status=$?
	"$O/t/unit/commandline" "$release" -F none -G "$@" > "$T/line" || {
		ok "ssh rejects it, too: $*" test $status -ne 0
		return
	}
	# No word here holds a newline.
	set -f
	IFS='
'
	# shellcheck disable=SC2046
	ssh $(cat "$T/line") > "$T/b" 2>&1
	unset IFS
	set +f
	ok "as ssh reads it: $*" cmp -s "$T/a" "$T/b"
}
same host
same -p 99 host
same host -p 99 -l me cmd -p 5
same -p99 -lme host
same u@host@domain
same u@host -l me -oUser=you
same u@host -o User=me cmd -l you
same ssh://u@host:22 -p 23 -l me
same u@host -l me -- -l you
same ssh://me@host:2222
same ssh://host/path
same host -4 -N
same -- host -p 99
same host -- -p 99
same -l -- host -p 9
same -fNT host
same -NL8080:localhost:80 host
same -L 8080:localhost:80 -R 0:localhost:22 -D 1080 host
same -oUser=me -o 'Port 77' -o 'ProxyCommand=nc %h %p' host
same -J a,b:22 host
same -tt host top
same -vvv -q host
same -CAXx host
same -W host:22 jump
same -e none -c aes128-ctr -m hmac-sha2-256 host
same -h host
same -p
same -N
same host -p
same -P tag host
same -z host
same -i 'a key' host 'a command with spaces'
same -s host sftp
same -M -S /x/y host
same -O check host
same -b 127.0.0.1 -B lo host
same -w 0:1 host
same -E /dev/null host
same -G host
same host ''
finish
