# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# For tests of completion, after tap.sh: names that run a command where a shell
# reads them again, or take the line apart, in place of the real programs'
# output, in $T/bin; a file with such a name in $T/files; histories below
# $XDG_STATE_HOME.  A command that runs makes the file $T/files/ran.
T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT
O=$(cd "${O:-build}" && pwd)
XDG_STATE_HOME=$T/state
export T O XDG_STATE_HOME
mkdir -p "$T/bin" "$T/files" "$T/state/sshp"
cat > "$T/bin/sshpctl" <<-'END'
	#!/bin/sh
	cat <<-'NAMES'
	{"schema":1,"tunnels":[{"name":"$(touch ran)","id":"1","to":"\"name\":\"forged\""},
	{"name":"`touch ran`","id":"2"},{"name":"a b;touch ran","id":"3"},{"name":"it's","id":"4"},
	{"name":"*","id":"5"},{"name":"quote\"d","id":"6"},{"name":"new\u000aline","id":"7"},
	{"name":"-w","id":"8"},{"name":"plain","id":"9"},{"name":"a$HOME","id":"10"}]}
	NAMES
	if [ "$1" = list ]; then # the table, for a completion that reads it
		printf '%s\n' NAME '$(touch${IFS}ran)' '`touch${IFS}ran`' plain
	fi
END
cat > "$T/bin/sshconf" <<-'END'
	#!/bin/sh
	[ "$1" != keywords ] || exec "$O/sshconf" keywords
	printf '%s\tfile:1\n' '$(touch${IFS}ran)' '`touch${IFS}ran`' "host one" plain
END
chmod +x "$T/bin/sshpctl" "$T/bin/sshconf"
: > "$T/files/\$(touch ran)"
printf 'time=1 event=about pid=2 %s to=u@h:22\n' 'name=ended' 'name="$(touch ran) ended"' \
    'name="quote\"d"' > "$T/state/sshp/1.history"
printf 'time=1 event=end pid=2 why="event=about pid=2 name=forged x"\n' \
    >> "$T/state/sshp/1.history"
running=$(printf '%s\n' '$(touch ran)' '`touch ran`' 'a b;touch ran' "it's" '*' plain 'a$HOME')
ended=$(printf '%s\n' ended '$(touch ran) ended')
hosts=$(printf '%s\n' '$(touch${IFS}ran)' '`touch${IFS}ran`' 'host one' plain)
PATH=$T/bin:$O:$PATH

# sorted words...: each on a line.
sorted() {
	printf '%s\n' "$@" | sort
}

# shell_on_terminal command...: it runs in $T/files; "keys" types, $T/screen has
# what appears.
shell_on_terminal() {
	mkfifo "$T/keys"
	exec 3<> "$T/keys"
	(cd "$T/files" && exec "$O/t/lib/pty" "$@" <&3 > "$T/screen" 2>&1) &
	shell=$!
}
keys() {
	# shellcheck disable=SC2059
	printf "$@" >&3
}
shows() {
	grep -q -- "$1" "$T/screen"
}
