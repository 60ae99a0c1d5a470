# shellcheck shell=bash
# SPDX-License-Identifier: ISC
# bash completion: for sshp as ssh's, and the Persist keywords behind -o; for
# sshconf its commands, and the hosts that the user's files name; for sshpctl its
# commands, and the names of what is kept.
_sshp() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local names='Persist= PersistRemoteCommand= PersistTimeout=
	    PersistBackoff= PersistMaxTries= PersistName= PersistReclaim=
	    PersistGuard= PersistCheck= PersistNotify= PersistPassword='

	if [[ $prev == -o && ${cur,,} == p* ]]; then
		compopt -o nospace
		mapfile -t COMPREPLY < <(compgen -W "$names ProxyCommand=
		    ProxyJump= Port= PreferredAuthentications=" -- "$cur")
		return
	fi
	# bash-completion's own for ssh, loaded when it is first wanted.
	if ! declare -F _ssh > /dev/null && declare -F _completion_loader \
	    > /dev/null; then
		_completion_loader ssh
	fi
	if declare -F _ssh > /dev/null; then
		_ssh
	else
		mapfile -t COMPREPLY < <(compgen -A hostname -- "$cur")
	fi
}
complete -F _sshp sshp

_sshconf() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}

	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W \
		    'show explain hosts lint -h -V' -- "$cur")
	elif [[ ${COMP_WORDS[1]} == lint || $prev == -F ]]; then
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	elif [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W '--json -k -F -o' -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -W \
		    "$(sshconf hosts 2> /dev/null | cut -f1)" -- "$cur")
	fi
}
complete -F _sshconf sshconf

_sshpctl() {
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local command=${COMP_WORDS[1]}

	if ((COMP_CWORD == 1)); then
		mapfile -t COMPREPLY < <(compgen -W \
		    'list why wait restart stop metrics -w --json -h -V' \
		    -- "$cur")
	elif [[ $prev == -o ]]; then
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	elif [[ $cur == -* ]]; then
		case $command in
		list) mapfile -t COMPREPLY < <(compgen -W '-w --json' -- "$cur") ;;
		why) mapfile -t COMPREPLY < <(compgen -W '--json' -- "$cur") ;;
		wait) mapfile -t COMPREPLY < <(compgen -W '-t' -- "$cur") ;;
		metrics) mapfile -t COMPREPLY < <(compgen -W '-o' -- "$cur") ;;
		esac
	elif [[ $command != metrics ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(sshpctl list \
		    2> /dev/null | sed '1d; s/ .*//')" -- "$cur")
	fi
}
complete -F _sshpctl sshpctl
