#!/bin/sh
# Completion in bash: of our keywords behind -o, of commands, names, options.
. t/lib/tap.sh
bash=$(command -v bash) || skip_all 'no bash'
. t/lib/completion.sh
script=$PWD/contrib/completion/sshp.bash

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
is 'sshconf explain -k completes a keyword' "$(completes sshconf explain -k proxyj)" ProxyJump
is 'a value of a Persist keyword is completed' "$(completes sshp -o PersistGuard = f)" fdpass
is 'all Persist keywords are offered' "$(completes sshp -o persist | wc -w)" \
    "$(sed -n 's/.*{ KW_persist.*/x/p' lib/conf/persist.c | wc -l)"
is 'a command of sshpctl is completed' "$(completes sshpctl res)" restart
is 'a command of sshconf is completed' "$(completes sshconf li)" lint
is "the options of tunnel-guard are offered" "$(completes tunnel-guard - | tr ' ' '\n' | sort | paste -sd' ' -)" \
    "$( (tunnel-guard -h | sed -n 's/^ *\(-[A-Za-z0-9]\)\(, *-[A-Za-z0-9]\)*.*/\1\2/p' | tr -d ',' | tr ' ' '\n'; echo '-h'; echo '-V') | sort -u | paste -sd' ' -)"
is 'the value of -X of tunnel-guard is completed' "$(completes tunnel-guard -X c)" connect

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
is 'the names of running tunnels are offered as they are, one word each' "$(line sshpctl stop '')" "$(sorted "$running")"
is 'why offers ended tunnels, too' "$(line sshpctl why '')" "$(sorted "$running" "$ended")"
is 'the names of hosts are offered as they are, one word each' "$(line sshconf show '')" "$(sorted "$hosts")"
for before in '' '-p 22' '-o Port=22' '-vN -J jump'; do
	# shellcheck disable=SC2086
	is "sshp offers hosts as the destination after \"$before\"" "$(line sshp $before pl)" plain
done
is 'sshp offers no hosts behind the destination' "$(line sshp vps pl)" ''
is 'a name begun with a backslash is completed' "$(line sshpctl stop '\$')" '$(touch ran)'

# Together with bash-completion's function for ssh.
# shellcheck disable=SC2016
beside_ssh() {
	"$bash" --norc -c '. /usr/share/bash-completion/bash_completion
		. contrib/completion/sshp.bash
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE} COMPREPLY=()
		_sshp "$1" "${@: -1}" "${@: -2:1}"
		printf "%s\n" "${COMPREPLY[@]}"' bash "$@" 2> /dev/null
}
if [ -e /usr/share/bash-completion/bash_completion ]; then
	printf 'Host in-f\n' > "$T/config"
	is 'sshp offers no commands as the destination behind the value of an option' "$(beside_ssh sshp -p 22 unam)" ''
	is 'sshp offers hosts as the destination behind the value of an option' "$(beside_ssh sshp -p 22 pla)" plain
	is 'sshp offers the hosts of the file behind -F' "$(beside_ssh sshp -p 22 -F "$T/config" in | grep -x in-f)" in-f
	is 'sshp offers commands behind the destination' "$(beside_ssh sshp -p 22 vps unam | grep -x uname | sort -u)" uname
	is 'sshp offers the ciphers of ssh behind -c' "$(beside_ssh sshp -c aes128-ct)" aes128-ctr
fi
ok 'completing a name runs no command' [ ! -e "$T/files/ran" ]

# The same by the key: a bash on a terminal of its own.
cat > "$T/rc" <<-END
	PS1='ready> ' HISTFILE=
	bind "set bell-style none"
	bind 'set enable-bracketed-paste off'
	. $script
END
shell_on_terminal "$bash" --rcfile "$T/rc" -i
ok 'bash shows its prompt' until_ 10 shows 'ready>'
keys 'sshpctl stop \t\t\025\n'
keys 'echo "seen ""one"\n'
ok 'bash has handled TAB' until_ 10 shows 'seen one'
keys 'sshpctl stop \\$\t\001echo \n'
# shellcheck disable=SC2016
ok 'TAB inserts a name so that the shell reads it as the name' until_ 5 shows \
    '^sshpctl stop \$(touch ran)'
keys 'sshconf lint \\$\t\001echo \n'
# shellcheck disable=SC2016
ok 'TAB inserts the name of a file so that the shell reads it as the name' until_ 5 shows '^sshconf lint \$(touch ran)'
keys 'exit\n'
wait $shell
ok 'no command in a name has run' [ ! -e "$T/files/ran" ]
finish
