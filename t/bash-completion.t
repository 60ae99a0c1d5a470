#!/bin/sh
# Completion in bash: of our keywords behind -o, of commands, names, options.
. t/lib/tap.sh
bash=$(command -v bash) || skip_all 'no bash'
O=$(cd "${O:-build}" && pwd)
PATH=$O:$PATH
export PATH

# completes words...: what may stand in the place of the last word.
# shellcheck disable=SC2016
completes() {
	"$bash" --norc -c '. contrib/completion/sshp.bash
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
		$(complete -p "$1" | sed "s/.*-F \([^ ]*\) .*/\1/") "$1" "${@: -1}" "${@: -2:1}"
		echo "${COMPREPLY[@]}"' bash "$@"
}

is 'a Persist keyword behind -o is completed' "$(completes sshp -o PersistB)" PersistBackoff=
is 'a Persist keyword in lower case is completed' "$(completes sshp -o persistb)" PersistBackoff=
is 'a keyword of ssh in upper case is completed' "$(completes sshp -o PROXYJ)" ProxyJump=
is 'all Persist keywords are offered' "$(completes sshp -o persist | wc -w)" \
    "$(sed -n 's/.*{ KW_persist.*/x/p' lib/conf/persist.c | wc -l)"
is 'a command of sshpctl is completed' "$(completes sshpctl res)" restart
is 'a command of sshconf is completed' "$(completes sshconf li)" lint
is "the options of tunnel-guard are offered" "$(completes tunnel-guard - | tr ' ' '\n' | sort | paste -sd' ' -)" \
    "$( (tunnel-guard -h | sed -n 's/^ *\(-[A-Za-z0-9]\)\(, *-[A-Za-z0-9]\)*.*/\1\2/p' | tr -d ',' | tr ' ' '\n'; echo '-h'; echo '-V') | sort -u | paste -sd' ' -)"
is 'the value of -X of tunnel-guard is completed' "$(completes tunnel-guard -X c)" connect

# Names that run a command where a shell reads them again, or take the line
# apart: from other users' tunnels, and from files of anybody's.
T=$(mktemp -d) || exit 1
mkdir "$T/bin" "$T/files"
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
	printf '%s\tfile:1\n' '$(touch${IFS}ran)' '`touch${IFS}ran`' "host one" plain
END
chmod +x "$T/bin/sshpctl" "$T/bin/sshconf"
: > "$T/files/\$(touch ran)"
script=$PWD/contrib/completion/sshp.bash
PATH=$T/bin:$PATH

# line words...: each completed word of the last one, as the shell then reads
# it: one to a line.
# shellcheck disable=SC2016
line() {
	(cd "$T/files" && "$bash" --norc -c '. "$0"
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
		$(complete -p "$1" | sed "s/.*-F \([^ ]*\) .*/\1/") "$1" "${@: -1}" "${@: -2:1}"
		for word in "${COMPREPLY[@]}"; do
			eval "printf \"%s\\n\" $word"
		done' "$script" "$@" | sort)
}
is "the names of tunnels are offered as they are, one word each" "$(line sshpctl stop '')" "$(printf '%s\n' \
    '$(touch ran)' '`touch ran`' 'a b;touch ran' "it's" '*' plain 'a$HOME' | sort)"
is "the names of hosts are offered as they are, one word each" "$(line sshconf show '')" "$(printf '%s\n' \
    '$(touch${IFS}ran)' '`touch${IFS}ran`' 'host one' plain | sort)"
is 'a name begun with a backslash is completed' "$(line sshpctl stop '\$')" '$(touch ran)'
ok 'completing a name runs no command' [ ! -e "$T/files/ran" ]

# The same by the key: a bash on a terminal of its own.
mkfifo "$T/keys"
exec 3<> "$T/keys"
cat > "$T/rc" <<-END
	PS1='ready> ' HISTFILE=
	bind "set bell-style none"
	bind 'set enable-bracketed-paste off'
	. $script
END
(cd "$T/files" && exec "$O/t/lib/pty" "$bash" --rcfile "$T/rc" -i <&3 > "$T/screen" 2>&1) &
shell=$!
shows() { grep -q -- "$1" "$T/screen"; }
ok 'bash shows its prompt' until_ 10 shows 'ready>'
printf 'sshpctl stop \t\t\025\n' >&3
printf 'echo "seen ""one"\n' >&3
ok 'bash has handled TAB' until_ 10 shows 'seen one'
printf 'sshpctl stop \\$\t\001echo \n' >&3
# shellcheck disable=SC2016
ok 'TAB inserts a name so that the shell reads it as the name' until_ 5 shows \
    '^sshpctl stop \$(touch ran)'
printf 'sshconf lint \\$\t\001echo \n' >&3
# shellcheck disable=SC2016
ok 'TAB inserts the name of a file so that the shell reads it as the name' until_ 5 shows '^sshconf lint \$(touch ran)'
printf 'exit\n' >&3
wait $shell
ok 'no command in a name has run' [ ! -e "$T/files/ran" ]
rm -rf "$T"
finish
