#!/bin/sh
# Options, commands, members of JSON, Persist keywords, signals, exit statuses
# and environment variables stand in the manuals and completions, and
# t/documented says so when one does not, or when one is only there.
. t/lib/tap.sh
T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT

perl t/documented > "$T/out" 2>&1
is 'the manuals and completions have what the code has, and no more' "$(cat "$T/out")" ''

mkdir -p "$T/tree/contrib" "$T/tree/t"
cp -R cmd lib man README.md "$T/tree/"
cp -R contrib/completion contrib/vim "$T/tree/contrib/"
cp t/documented "$T/tree/t/"

# finds fault sentence file sed-script: the edit of the file, which must change
# it, is a fault.
finds() {
	sed "$4" "$T/tree/$3" > "$T/edited"
	cmp -s "$T/edited" "$3" && note "the edit changes nothing: $4"
	cp "$T/edited" "$T/tree/$3"
	(cd "$T/tree" && perl t/documented; echo "status $?") > "$T/out" 2>&1
	cp "$3" "$T/tree/$3"
	has "$2" "$T/out" "$1"
	[ "$(tail -n 1 "$T/out")" = 'status 1' ] || note 'the status is not 1'
}
finds 'man/sshpctl.1 lacks the command resume,' 'a new command of sshpctl is missed in its manual' \
    cmd/sshpctl/main.c 's/^\t{ "stop", \(.*\)/\t{ "resume", \1/'
finds 'cmd/sshpctl lacks the command leave,' 'a command that only the manual of sshpctl has is found' \
    man/sshpctl.1 's/^\.Cm restart$/.Cm leave/'
finds 'zsh completion for sshpctl lacks the command stop,' 'a command that zsh lacks is found' \
    contrib/completion/_sshp "/'stop:/d"
finds 'fish completion for sshpctl lacks the command stop,' 'a command that fish lacks is found' \
    contrib/completion/sshp.fish '/-a stop /d'
finds 'cmd/sshpctl lacks the command leave,' 'a command that only bash has is found' \
    contrib/completion/sshp.bash 's/ metrics help/ leave metrics help/'
finds 'man/sshpctl.1 lacks the option of wait q,' 'a new option of a command of sshpctl is missed in its manual' \
    cmd/sshpctl/main.c 's/"wait", "aht:"/"wait", "ahqt:"/'
finds 'bash completion for sshpctl lacks the option of wait t,' 'an option that bash lacks is found' \
    contrib/completion/sshp.bash "s/'-a -t -h'/'-a -h'/"
finds 'fish completion for sshpctl lacks the option of wait t,' 'an option that fish lacks is found' \
    contrib/completion/sshp.fish "/__sshp_command wait' -s t/d"
finds 'cmd/sshpctl lacks the option of log g,' 'an option that only zsh has is found' \
    contrib/completion/_sshp "s/'-f\\[go on/'-g[go on/"
finds 'JSON of man/sshpctl.1 lacks the member end_cause,' 'a new member of JSON is missed in the manual' \
    cmd/sshpctl/why.c 's/end_reason/end_cause/'
finds 'cmd/sshconf lacks the member meaning,' 'a member of JSON that only the manual has is found' \
    man/sshconf.1 's/^\.Cm means$/.Cm meaning/'
finds 'man/sshconf.1 lacks the option of lint q,' 'a new option of sshconf is missed in its manual' \
    cmd/sshconf/main.c 's/sshconf lint \[--json\]/sshconf lint [--json] [-q]/'
finds 'cmd/sshconf lacks the option of explain z,' 'an option that only the manual of sshconf has is found' \
    man/sshconf.1 's/^\.Op Fl a$/.Op Fl z/'
finds 'man/tunnel-guard.1 lacks the option q,' 'a new option of tunnel-guard is missed in its manual' \
    cmd/tunnel-guard/main.c 's/"+46A:/"+46qA:/'
finds 'tunnel-guard -h lacks the option W,' 'an option that tunnel-guard -h lacks is found' \
    cmd/tunnel-guard/main.c '/^    "  -W  /d'
finds 'zsh completion for tunnel-guard lacks the option W,' 'an option of tunnel-guard that zsh lacks is found' \
    contrib/completion/_sshp "/'-W\\[/d"
finds 'the table of man/sshp_config.5 lacks the keyword PersistExample,' 'a new keyword is missed in the manual' \
    lib/conf/persist.c 's/^\t{ KW_persistguard, "PersistGuard"/\t{ KW_persistexample, "PersistExample"/'
finds 'lib/conf/persist.c lacks the keyword PersistExample,' 'a keyword that only the manual has is found' \
    man/sshp_config.5 's/^\.It Cm PersistName$/.It Cm PersistExample/'
finds 'contrib/vim lacks the keyword PersistReclaim,' 'a keyword that Vim lacks is found' \
    contrib/vim/after/syntax/sshconfig.vim 's/ PersistReclaim//'
finds 'bash completion has persistexample,' 'a keyword that only bash has is found' \
    contrib/completion/sshp.bash 's/persistguard)/persistexample)/'
finds 'SIGNALS of man/sshp.1 lacks the signal SIGUSR2,' 'a new signal is missed in the manual' \
    cmd/sshp/supervisor.c 's/SIGQUIT, SIGUSR1, SIGTSTP/SIGQUIT, SIGUSR1, SIGUSR2, SIGTSTP/'
finds 'cmd/sshpctl lacks the signal SIGUSR2,' 'a signal that only the manual has is found' \
    man/sshpctl.1 's/^SIGTSTP restores/SIGUSR2 restores/'
finds 'man/sshpctl.1 lacks the exit status 5,' 'a new exit status is missed in the manual' \
    cmd/sshpctl/sshpctl.h 's/^\tCTL_FAILED = 255/\tCTL_NEW, CTL_FAILED = 255/'
finds 'cmd/sshconf lacks the exit status 3,' 'an exit status that only the manual has is found' \
    man/sshconf.1 's/^\.It 2$/.It 3/'
finds 'man/sshpctl.1 lacks the variable SSHP_COLOR,' 'a new variable is missed in the manual' \
    cmd/sshpctl/list.c 's/getenv("NO_COLOR")/getenv("SSHP_COLOR")/'
finds 'no manual has the variable XDG_CACHE_HOME,' 'a new variable of the library is missed in all manuals' \
    lib/sys/registry.c 's/XDG_STATE_HOME/XDG_CACHE_HOME/'
finds 'no code has the variable SSHP_WORD,' 'a variable that only a manual has is found' \
    man/sshp-askpass.1 's/^\.It Ev SSHP_SECRETS/.It Ev SSHP_WORD/'
awk 'BEGIN { for (i = 0; i < 900; i++) print "word" }' > "$T/words"
cat README.md "$T/words" > "$T/tree/README.md"
(cd "$T/tree" && perl t/documented) > "$T/out"
has 'a README of 900 words or more is a fault' "$T/out" '^README.md has 1[0-9]* words'
finish
