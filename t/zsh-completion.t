#!/bin/sh
# Completion in zsh, on a terminal: of keywords, commands, options, names.
. t/lib/tap.sh
zsh=$(command -v zsh) || skip_all 'no zsh'
. t/lib/completion.sh
# found gets the words that may stand for the typed one: each is what the shell
# reads, before it is quoted for the command line.
mkdir "$T/zsh"
cat > "$T/zsh/.zshrc" <<-END
	PS1='ready> ' ZLE_RPROMPT_INDENT=0
	unsetopt zle_bracketed_paste beep prompt_cr prompt_sp
	zstyle ':completion:*' menu no
	fpath=($PWD/contrib/completion \$fpath)
	autoload -U compinit
	compinit -u -D
	compadd() {
	    local found
	    if [[ \${@[1,(i)(-|--)]} != *-[OAD]\ * ]]; then
	        builtin compadd -O found "\$@"
	        print -rl -- \$found >> $T/found
	    fi
	    builtin compadd "\$@"
	}
END
# Accounts and hosts of this machine are not asked for.
ZDOTDIR=$T/zsh HOME=$T/zsh
export ZDOTDIR HOME PATH
shell_on_terminal "$zsh" -i
ok 'zsh shows its prompt' until_ 20 shows 'ready>'

# completes line: what TAB offers at the end of the line, sorted.
completes() {
	echo >> "$T/asked"
	count=$(wc -l < "$T/asked")
	: > "$T/found"
	keys '%s\t\025\nprint "done "%s\n' "$1" "$count"
	until_ 20 shows "^done $count" || note "no answer to: $1"
	sed '/^$/d' "$T/found" | sort -u
}
is 'a Persist keyword behind -o is completed, in any case' "$(completes 'sshp -o persistb')" PersistBackoff
is 'a keyword of ssh behind -o is completed, in any case' "$(completes 'sshp -o PROXYJ')" ProxyJump
is 'a value of a Persist keyword is completed' "$(completes 'sshp -o PersistGuard=f')" fdpass
is 'all Persist keywords are offered' "$(completes 'sshp -o persist' | wc -l)" \
    "$(sshconf keywords | grep -c '^Persist')"
is 'sshconf explain -k completes a keyword' "$(completes 'sshconf explain -k proxyj')" ProxyJump
is 'a command of sshpctl is completed' "$(completes 'sshpctl resta')" restart
is 'a command of sshconf is completed' "$(completes 'sshconf li')" lint
is 'the value of -X of tunnel-guard is completed' "$(completes 'tunnel-guard -X c')" connect
is 'options of sshp are those of ssh' "$(completes 'sshp -' | sed s/-P// | LC_ALL=C sort -f | tr -d '\n-')" 46AaBbCcDEeFfGgIiJKkLlMmNnOopQqRSsTtVvWwXxYy
is 'the options of a command of sshpctl are offered' "$(completes 'sshpctl wait -' | paste -sd' ')" '-a -h -t'
is 'the names of running tunnels are offered as they are' "$(completes 'sshpctl stop ')" "$(sorted "$running")"
is 'why offers ended tunnels, too' "$(completes 'sshpctl why ')" "$(sorted "$running" "$ended")"
is 'the names of hosts are offered as they are' "$(completes 'sshconf show ')" "$(sorted "$hosts")"
is 'sshp offers hosts as the destination' "$(completes 'sshp -p 22 -vN -J jump pl')" plain
is 'sshp offers no hosts behind the destination' "$(completes 'sshp vps pl' | grep -c '^plain$')" 0
is 'sshp offers no commands as the destination behind the value of an option' "$(completes 'sshp -p 22 unam')" ''
keys 'sshpctl stop \\$\t\001echo \n'
# shellcheck disable=SC2016
ok 'TAB inserts a name so that the shell reads it as the name' until_ 10 shows \
    '^sshpctl stop \$(touch ran)'
keys 'sshpctl why \\$(touch\\ ran)\\ e\t\001echo \n'
# shellcheck disable=SC2016
ok 'TAB inserts the name of an ended tunnel so that the shell reads it as the name' until_ 10 shows \
    '^sshpctl why \$(touch ran) ended'
keys 'sshconf lint \\$\t\001echo \n'
# shellcheck disable=SC2016
ok 'TAB inserts the name of a file so that the shell reads it as the name' until_ 10 shows \
    '^sshconf lint \$(touch ran)'
keys 'sshconf show \\$\t\001echo \n'
# shellcheck disable=SC2016
ok 'TAB inserts the name of a host so that the shell reads it as the name' until_ 10 shows \
    '^sshconf show \$(touch\${IFS}ran)'
keys 'exit\n'
wait $shell
ok 'no command in a name has run' [ ! -e "$T/files/ran" ]
finish
