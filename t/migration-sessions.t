#!/bin/sh
# The texts of contrib/doc/MIGRATION.md for screen, tmux, watch and mosh; and
# each text of the document is run, or the document says that it was not.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
. t/lib/documents.sh

world
documents_world MIGRATION.md

# --- each marked text is in a test, each section is marked or says why not ---
for page in contrib/doc/MIGRATION.md contrib/doc/EDITORS.md; do
	for mark in $(sed -n 's/^```.* run=//p' "$page"); do
		ok "the text $mark of ${page##*/} is run by a test" grep -Eqw -- \
		    "(text|run|config|in) .*$mark" t/migration-*.t t/editors-*.t t/sshp-ansible.t \
		    t/sshp-tramp.t t/lib/documents.sh
	done
done
unmarked=$(awk '/^## / { if (name && !marked) print name; name = $0; marked = 0 }
	/^```.* run=/ || /not run here|^Not run here|^This section has no text to run|^`t\/service/ { marked = 1 }
	END { if (!marked) print name }' contrib/doc/MIGRATION.md)
is 'each section has a text that is run, or says that none was' "$unmarked" ''

mkdir -m 700 "$T/screens"
SCREENDIR=$T/screens TMUX_TMPDIR=$T
export SCREENDIR TMUX_TMPDIR
for program in screen tmux; do
	command -v $program > /dev/null || {
		skip "in $program: the tunnel is up and carries data" "no $program"
		continue
	}
	text $program > "$T/$program.sh"
	sh "$T/$program.sh" < /dev/null > "$T/said" 2>&1
	is "in $program: the command ends with 0" $? 0
	up_and_back "in $program"
	stopped "in $program"
done

# --- watch: a shell, at a terminal ---
mkfifo "$T/keys"
exec 3<> "$T/keys"
text watch > "$T/watch.sh"
"$O/t/lib/pty" sh "$T/watch.sh" <&3 > "$T/t" 2> /dev/null &
term=$!
shows() { grep -aq -- "$1" "$T/t"; }
until_ 20 shows '[#$] '
printf 'echo out$((6*7))\n' >&3
ok 'instead of watch: a shell answers' until_ 20 shows out42
ok 'instead of watch: ssh asks the server every 10 s' sh -c \
    "tr '\\0' ' ' < /proc/$(processes 'ServerAliveInterval' | head -n 1)/cmdline | grep -q 'ServerAliveInterval[= ]10'"
printf 'exit\n' >&3
ok 'instead of watch: the shell ends' until_ 10 gone $term

# --- mosh ---
LC_ALL=C.UTF-8
export LC_ALL
if command -v mosh > /dev/null && command -v mosh-server > /dev/null &&
    [ "$(locale charmap 2> /dev/null)" = UTF-8 ]; then
	text mosh > "$T/mosh.sh"
	: > "$T/t"
	"$O/t/lib/pty" sh "$T/mosh.sh" <&3 > "$T/t" 2> /dev/null &
	term=$!
	prompt() { [ -n "$(processes mosh-server)" ] && [ -n "$(processes mosh-client)" ]; }
	until_ 40 prompt
	printf 'echo out$((6*7))\n' >&3
	ok 'mosh with sshp runs a shell' until_ 40 shows out42
	printf 'exit\n' >&3
	ok 'mosh with sshp ends' until_ 20 gone $term
else
	skip 'mosh with sshp runs a shell' 'no mosh, or no locale C.UTF-8'
fi
ok 'no process and no file of sshp is left' until_ 20 no_sshp
finish
