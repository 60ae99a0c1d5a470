# shellcheck shell=bash
# SPDX-License-Identifier: ISC
# bash completion.  sshp: as ssh, and the Persist keywords after -o.  sshconf:
# its commands, and the hosts in the user's files.  sshpctl: its commands, and
# the names of the running tunnels.  tunnel-guard: its options.
#
# Other users choose some names; files and interfaces may have any name.
# compgen -W expands its words, and bash inserts COMPREPLY unchanged.  Therefore
# no name goes to compgen -W, and COMPREPLY gets only escaped names.

# _sshp_offer: reads names from standard input, one on each line, and offers
# those that begin with the current word, quoted for the command line.  It does
# not offer a name that looks like an option.
_sshp_offer() {
	local cur=${COMP_WORDS[COMP_CWORD]} name

	while IFS= read -r name; do
		[[ $name != -* ]] || continue
		case $cur in
		\'*)	# bash keeps an open quote, and inserts the rest.
			[[ $name == *\'* || $name != "${cur#?}"* ]] || COMPREPLY+=("$name") ;;
		\"*)	[[ $name == *[\"\$\`\\!]* || $name != "${cur#?}"* ]] ||
				COMPREPLY+=("$name") ;;
		*)	[[ $name == "${cur//\\/}"* ]] || continue
			printf -v name %q "$name"
			COMPREPLY+=("$name") ;;
		esac
	done
}

# File names: bash completes and escapes them itself.
_sshp_files() {
	COMPREPLY=()
	compopt -o default 2> /dev/null
}

_sshp() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local name names='Persist= PersistRemoteCommand= PersistTimeout=
	    PersistBackoff= PersistMaxTries= PersistName= PersistReclaim=
	    PersistGuard= PersistCheck= PersistNotify= PersistPassword='

	if [[ $prev == -o && ${cur,,} == p* ]]; then
		compopt -o nospace 2> /dev/null
		# Keywords are the same in any case.
		for name in $names ProxyCommand= ProxyJump= Port= \
		    PreferredAuthentications=; do
			[[ ${name,,} != "${cur,,}"* ]] || COMPREPLY+=("$name")
		done
		return
	fi
	_sshp_as_ssh "$@"
}

# Calls bash-completion's function for ssh, and loads it if needed.  Its name
# depends on the version of bash-completion.
_sshp_as_ssh() {
	local name

	for name in _comp_load _completion_loader; do
		declare -F _comp_cmd_ssh _ssh > /dev/null && break
		declare -F $name > /dev/null && $name ssh
	done
	for name in _comp_cmd_ssh _ssh; do
		if declare -F $name > /dev/null; then
			$name "$@"
			return
		fi
	done
	_sshp_offer < <(compgen -A hostname)
}
complete -F _sshp sshp

_sshconf() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}

	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W \
		    'show explain check hosts lint -h -V' -- "$cur")
	elif [[ ${COMP_WORDS[1]} == lint || $prev == -F ]]; then
		_sshp_files
	elif [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W '--json -a -k -F -o' -- "$cur")
	else
		_sshp_offer < <(sshconf hosts 2> /dev/null | cut -f1)
	fi
}
complete -F _sshconf sshconf

_sshpctl() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]}

	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W \
		    'list why wait restart stop log metrics help -a -l -w --json -h -V' \
		    -- "$cur")
	elif [[ $prev == -o ]]; then
		_sshp_files
	elif [[ $cur == -* ]]; then
		case $command in
		list) mapfile -t COMPREPLY < <(compgen -W '-a -l -w --json -h' -- "$cur") ;;
		why) mapfile -t COMPREPLY < <(compgen -W '-a --json -h' -- "$cur") ;;
		wait) mapfile -t COMPREPLY < <(compgen -W '-a -t -h' -- "$cur") ;;
		restart | stop) mapfile -t COMPREPLY < <(compgen -W '-a -h' -- "$cur") ;;
		log) mapfile -t COMPREPLY < <(compgen -W '-f -h' -- "$cur") ;;
		metrics) mapfile -t COMPREPLY < <(compgen -W '-o -h' -- "$cur") ;;
		esac
	elif [[ $command == help ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
		    'list why wait restart stop log metrics' -- "$cur")
	elif [[ $command != metrics ]]; then
		# Leaves out names with quotes, backslashes or control
		# characters, which JSON escapes with a backslash.
		_sshp_offer < <(sshpctl --json list 2> /dev/null |
		    command grep -o '"name":"[^"\\]*"' | sed 's/^"name":"//; s/"$//' | sort -u)
	fi
}
complete -F _sshpctl sshpctl

_tunnel_guard() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}

	case $prev in
	-X)	mapfile -t COMPREPLY < <(compgen -W 'connect 4 5' -- "$cur") ;;
	-T)	mapfile -t COMPREPLY < <(compgen -W \
		    'ef cs1 af21 lowdelay throughput reliability' -- "$cur") ;;
	-A)	_sshp_files ;;
	-c)	_sshp_offer < <(compgen -c) ;;
	-B)	_sshp_offer < <(command ls /sys/class/net 2> /dev/null) ;;
	-[kPstwx])
		COMPREPLY=() ;;
	*)	if [[ $cur == -* ]]; then
			mapfile -t COMPREPLY < <(compgen -W '-4 -6 -A -a -B -c
			    -F -k -l -P -s -T -t -v -W -w -X -x -h -V' -- "$cur")
		else
			_sshp_offer < <(compgen -A hostname)
		fi ;;
	esac
}
complete -F _tunnel_guard tunnel-guard
