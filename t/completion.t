#!/bin/sh
# Completion in bash: of our keywords behind -o, of commands, names, options.
. t/tap.sh
bash=$(command -v bash) || skip_all 'no bash'
PATH=$(cd "${O:-build}" && pwd):$PATH
export PATH

# completes words...: what may stand in the place of the last word.
# shellcheck disable=SC2016
completes() {
	"$bash" --norc -c '. contrib/completion/sshp.bash
		COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
		$(complete -p "$1" | sed "s/.*-F \([^ ]*\) .*/\1/") "$1" "${@: -1}" "${@: -2:1}"
		echo "${COMPREPLY[@]}"' bash "$@"
}

is 'a keyword' "$(completes sshp -o PersistB)" PersistBackoff=
is 'a keyword in lower case' "$(completes sshp -o persistb)" PersistBackoff=
is 'and one of ssh, in upper case' "$(completes sshp -o PROXYJ)" ProxyJump=
is 'all keywords of ours' "$(completes sshp -o persist | wc -w)" \
    "$(sed -n 's/.*{ KW_persist.*/x/p' lib/conf/persist.c | wc -l)"
is 'a command of sshpctl' "$(completes sshpctl res)" restart
is 'a command of sshconf' "$(completes sshconf li)" lint
is "tunnel-guard's options" "$(completes tunnel-guard - | tr ' ' '\n' | sort | paste -sd' ' -)" \
    "$( (tunnel-guard -h | sed -n 's/^ *\(-[A-Za-z0-9]\)\(, *-[A-Za-z0-9]\)*.*/\1\2/p' | tr -d ',' | tr ' ' '\n'; echo '-h'; echo '-V') | sort -u | paste -sd' ' -)"
is 'the value of one' "$(completes tunnel-guard -X c)" connect
finish
