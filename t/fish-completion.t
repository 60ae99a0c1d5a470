#!/bin/sh
# Completion in fish: of keywords, commands, options, names; by "complete -C",
# and by the key on a terminal.
. t/lib/tap.sh
fish=$(command -v fish) || skip_all 'no fish'
. t/lib/completion.sh
HOME=$T/home
mkdir -p "$HOME/.config/fish/completions"
for c in sshp sshpctl sshconf tunnel-guard; do
	cp contrib/completion/sshp.fish "$HOME/.config/fish/completions/$c.fish"
done
unset XDG_CONFIG_HOME
export HOME PATH

# One fish answers all of these, because its start takes a second.
cat > "$T/lines" <<-'END'
	sshp -o persistb|
	sshp -o PROXYJ|
	sshp -o PersistGuard=f|
	sshp -o persist|
	sshconf explain -k proxyj|
	sshpctl resta|
	sshconf li|
	tunnel-guard -X c|
	sshp -|
	sshpctl wait -|
	sshpctl stop |
	sshpctl why |
	sshconf show |
	sshp -p 22 -vN -J jump pla|
	sshp vps pla|
	sshp -p 22 unam|
	sshp -p 22 |
	sshp -p 22 vps unam|
	sshp -i \$|
END
(cd "$T/files" && "$fish" -c 'while read -d "|" -l line rest
		echo "== $line"; complete -C $line | cut -f1
	end' < "$T/lines" > "$T/offered")

# completes line: what fish offers at the end of the line, sorted.
completes() {
	awk -v line="== $1" '/^== / { on = $0 == line; next } on' "$T/offered" | sort
}
is 'a Persist keyword behind -o is completed, in any case' "$(completes 'sshp -o persistb')" PersistBackoff=
is 'a keyword of ssh behind -o is completed, in any case' "$(completes 'sshp -o PROXYJ')" ProxyJump=
is 'a value of a Persist keyword is completed' "$(completes 'sshp -o PersistGuard=f')" PersistGuard=fdpass
is 'all Persist keywords are offered' "$(completes 'sshp -o persist' | grep -c '=$')" \
    "$(sshconf keywords | grep -c '^Persist')"
is 'sshconf explain -k completes a keyword' "$(completes 'sshconf explain -k proxyj')" ProxyJump
is 'a command of sshpctl is completed' "$(completes 'sshpctl resta')" restart
is 'a command of sshconf is completed' "$(completes 'sshconf li')" lint
is 'the value of -X of tunnel-guard is completed' "$(completes 'tunnel-guard -X c')" connect
is 'options of sshp are those of ssh' "$(completes 'sshp -' | LC_ALL=C sort -f | tr -d '\n-')" 46AaBbCcDEeFfGgIiJKkLlMmNnOopQqRSsTtVvWwXxYy
is 'the options of a command of sshpctl are offered' "$(completes 'sshpctl wait -' | paste -sd' ')" '-a -h -t'
is 'the names of running tunnels are offered as they are' "$(completes 'sshpctl stop ')" "$(sorted "$running")"
is 'why offers ended tunnels, too' "$(completes 'sshpctl why ')" "$(sorted "$running" "$ended")"
is 'the names of hosts are offered as they are' "$(completes 'sshconf show ')" "$(sorted "$hosts")"
is 'sshp offers hosts as the destination' "$(completes 'sshp -p 22 -vN -J jump pla')" plain
is 'sshp offers no hosts behind the destination' "$(completes 'sshp vps pla' | grep -c '^plain$')" 0
is 'sshp offers no commands as the destination behind the value of an option' "$(completes 'sshp -p 22 unam')" ''
# Debian 13 adds .host and machine/.host in its /etc/ssh/ssh_config.d.
is 'sshp offers all hosts as the destination behind the value of an option' \
    "$(completes 'sshp -p 22 ' | grep -vx -e localhost -e '.*[.]host')" "$(sorted "$hosts")"
is 'sshp offers commands behind the destination' "$(completes 'sshp -p 22 vps unam' | sort -u | grep -x uname)" uname
is 'sshp offers files as the value of -i' "$(completes 'sshp -i \$')" '$(touch ran)'
ok 'completing a name runs no command' [ ! -e "$T/files/ran" ]

# The same by the key.
shell_on_terminal "$fish" -i -C 'function fish_prompt; echo "ready> "; end'
ok 'fish shows its prompt' until_ 20 shows 'ready>'
# shellcheck disable=SC2016
for try in 'sshpctl stop \\$\t|$(touch ran)' 'sshpctl why \\$\\(touch\\ ran\\)\\ e\t|$(touch ran) ended' \
    'sshconf lint \\$\t|$(touch ran)' 'sshconf show \\$\t|$(touch${IFS}ran)'; do
	keys "${try%%|*}"' end\001echo \n'
	name=$(printf %s "${try#*|}" | sed 's/[$]/\\$/')
	line="${try%%\\*}$name *end"
	ok "TAB inserts a name so that the shell reads it as the name: ${try%%|*}" until_ 20 shows "$line"
done
keys 'exit\n'
wait $shell
ok 'no command in a name has run' [ ! -e "$T/files/ran" ]
finish
