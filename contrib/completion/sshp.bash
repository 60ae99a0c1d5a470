# shellcheck shell=bash
# SPDX-License-Identifier: ISC
# bash completion.  sshp: as ssh, with the hosts in the user's files, and all
# keywords after -o.  sshconf: its commands, hosts, keywords.  sshpctl: its
# commands, and the names of tunnels.  tunnel-guard: its options.
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

# The keywords that begin with the current word, in any case, and then $1.
_sshp_keywords() {
	local cur=${COMP_WORDS[COMP_CWORD]} name

	while IFS= read -r name; do
		[[ ${name,,} != "${cur,,}"* ]] || COMPREPLY+=("$name$1")
	done < <(sshconf keywords 2> /dev/null)
}

_sshp_hosts() {
	_sshp_offer < <(sshconf hosts 2> /dev/null | cut -f1)
}

# _sshp_tunnels [ended]: the names of running tunnels, and with a word of those
# in the history.  Leaves out names with quotes, backslashes or control
# characters, which JSON and the history escape.
_sshp_tunnels() {
	_sshp_offer < <({
		sshpctl --json list 2> /dev/null | command grep -o '"name":"[^"\\]*"' |
		    sed 's/^"name":"//; s/"$//'
		[[ -z ${1-} ]] || cat "${XDG_STATE_HOME:-$HOME/.local/state}"/sshp/*.history \
		    2> /dev/null | sed -n 's/^time=[0-9]* event=about pid=[0-9]* name=\([^" ][^" ]*\).*/\1/p
		        s/^time=[0-9]* event=about pid=[0-9]* name="\([^"\\]*\)" .*/\1/p'
	} | sort -u)
}

# True if the current word is where ssh expects the destination.
_sshp_destination() {
	local i word

	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		[[ $word == -* ]] || return 1
		# An option with its value in the next word.
		[[ $word != -*[BbcDEeFIiJLlmOoPpQRSWw] ]] || ((i++))
		# bash splits Keyword=value into three words.
		[[ ${COMP_WORDS[i + 1]-} != = ]] || ((i += 2))
	done
	((i == COMP_CWORD)) && [[ ${COMP_WORDS[COMP_CWORD]} != -* ]]
}

_sshp() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}

	if [[ $prev == -o && $cur != *=* ]]; then
		compopt -o nospace 2> /dev/null
		_sshp_keywords =
	elif ((COMP_CWORD > 2)) && [[ ${COMP_WORDS[COMP_CWORD - 2]} == -o && $cur == = ]]; then
		cur='' _sshp_value "$prev"
	elif ((COMP_CWORD > 3)) && [[ ${COMP_WORDS[COMP_CWORD - 3]} == -o && $prev == = &&
	    ${COMP_WORDS[COMP_CWORD - 2],,} == persist* ]]; then
		_sshp_value "${COMP_WORDS[COMP_CWORD - 2]}"
	elif _sshp_destination; then
		_sshp_remote "$@"
		_sshp_hosts
	else
		_sshp_as_ssh "$@"
	fi
}

# The hosts that ssh's function offers as the destination.  It takes the value of
# an option for the destination, and then offers commands; so it sees no option
# but -F.
_sshp_remote() {
	local cur=${COMP_WORDS[COMP_CWORD]} i file=

	for ((i = 1; i < COMP_CWORD - 1; i++)); do
		[[ ${COMP_WORDS[i]} != -F ]] || file=-F${COMP_WORDS[i + 1]}
	done
	local COMP_WORDS=(sshp ${file:+"$file"} "$cur") COMP_LINE="sshp ${file:+$file }$cur"
	local COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_POINT=${#COMP_LINE}
	_sshp_as_ssh "$1" "$cur" "${COMP_WORDS[COMP_CWORD - 1]}"
}

# _sshp_value keyword: the values of a Persist keyword that has a choice.
_sshp_value() {
	case ${1,,} in
	persist) mapfile -t COMPREPLY < <(compgen -W 'yes no always' -- "$cur") ;;
	persistguard) mapfile -t COMPREPLY < <(compgen -W 'relay fdpass no' -- "$cur") ;;
	persistpassword | persistreclaim | persistremotecommand)
		mapfile -t COMPREPLY < <(compgen -W 'yes no' -- "$cur") ;;
	esac
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
	compopt -o default 2> /dev/null
}
complete -F _sshp sshp

_sshconf() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}

	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W \
		    'show explain check hosts lint keywords -h -V' -- "$cur")
	elif [[ $cur == -* && ${COMP_WORDS[1]} == lint ]]; then
		mapfile -t COMPREPLY < <(compgen -W '--json' -- "$cur")
	elif [[ ${COMP_WORDS[1]} == lint || $prev == -F ]]; then
		_sshp_files
	elif [[ $prev == -k ]]; then
		_sshp_keywords ''
	elif [[ $cur == -* ]]; then
		case ${COMP_WORDS[1]} in
		explain) mapfile -t COMPREPLY < <(compgen -W '--json -a -k -F -o' -- "$cur") ;;
		check) mapfile -t COMPREPLY < <(compgen -W '--json -n -F -o' -- "$cur") ;;
		show) mapfile -t COMPREPLY < <(compgen -W '--json -F -o' -- "$cur") ;;
		hosts) mapfile -t COMPREPLY < <(compgen -W '--json -F' -- "$cur") ;;
		esac
	elif [[ $prev == -o ]]; then
		compopt -o nospace 2> /dev/null
		_sshp_keywords =
	elif [[ ${COMP_WORDS[1]} != hosts && ${COMP_WORDS[1]} != keywords ]]; then
		_sshp_hosts
	fi
}
complete -F _sshconf sshconf

_sshpctl() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]}

	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W \
		    'list why wait reload restart stop start enable disable log metrics help -a -l -w --json -h -V' \
		    -- "$cur")
		_sshp_tunnels
	elif [[ $prev == -o ]]; then
		_sshp_files
	elif [[ $cur == -* ]]; then
		case $command in
		list) mapfile -t COMPREPLY < <(compgen -W '-a -l -w --json -h' -- "$cur") ;;
		why) mapfile -t COMPREPLY < <(compgen -W '-a --json -h' -- "$cur") ;;
		wait) mapfile -t COMPREPLY < <(compgen -W '-a -t -h' -- "$cur") ;;
		reload | restart | stop | start | disable) mapfile -t COMPREPLY < <(compgen -W '-a -h' -- "$cur") ;;
		enable) mapfile -t COMPREPLY < <(compgen -W '-f -u --print -h' -- "$cur") ;;
		log) mapfile -t COMPREPLY < <(compgen -W '-f -h' -- "$cur") ;;
		metrics) mapfile -t COMPREPLY < <(compgen -W '-o -h' -- "$cur") ;;
		esac
	elif [[ $command == help ]]; then
		mapfile -t COMPREPLY < <(compgen -W \
		    'list why wait reload restart stop start enable disable log metrics' -- "$cur")
	elif [[ $command == why || $command == log ]]; then
		_sshp_tunnels ended
	elif [[ $prev == -u ]]; then
		_sshp_offer < <(compgen -u)
	elif [[ $command == enable || $command == start ]]; then
		_sshp_hosts
	elif [[ $command != metrics ]]; then
		_sshp_tunnels
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
