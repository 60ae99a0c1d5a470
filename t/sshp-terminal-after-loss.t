#!/bin/sh
# What full-screen programs leave on, after a drop; and a remote session in
# tmux or screen that is there again.  On terminals that tmux makes.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
command -v tmux > /dev/null || skip_all 'no tmux'
world
keep_world
TERM=xterm
export TERM
unset TMUX STY
sed -i '/BatchMode/d' "$T/config"

# outer words...: tmux that stands for the person's terminal, on a socket of
# its own; on its end it ends.
outer() {
	tmux -S "$T/outer" -f /dev/null "$@"
}
shown() { outer capture-pane -p -t o; }
shows() { shown | grep -q -- "$1"; }
mode() { outer display -p -t o "#{$1}"; }
# types text...: and Enter.
types() { outer send-keys -t o -l "$*" && outer send-keys -t o Enter; }
# session words...: sshp on a terminal of 20 lines.
session() {
	outer new-session -d -s o -x 100 -y 20 "exec sshp -F $T/config $*"
	until_ 10 shows '[#$] *$' || shown
}
ssh_dies() {
	kill -KILL "$(kept "$(mode pane_pid)")"
}
over() {
	outer kill-server 2> /dev/null
	until_ 10 clean
}

# All of it on, as a program that is killed leaves it.
session server
types 'clear; echo begin'
until_ 5 shows '^begin'
# shellcheck disable=SC2016
types 'printf "\033[?1049h\033[3;9r\033[?25l\033[?1003h\033[?1006h\033[?2004h\033[?1h\033=\033[7m"; echo on; printf "\033[?7l\033[4h\033(0"; sleep 100'
full() { [ "$(mode alternate_on)" = 1 ] && [ "$(mode mouse_any_flag)" = 1 ]; }
ok 'the full-screen program has set its modes' until_ 5 full
ssh_dies
ok 'the shell is lost, and back' until_ 20 shows 'reconnected after'
is 'the alternate screen is off after a loss' "$(mode alternate_on)" 0
is 'the cursor is visible after a loss' "$(mode cursor_flag)" 1
is 'mouse reports are off after a loss' "$(mode mouse_any_flag)$(mode mouse_sgr_flag)" 00
is 'application keys are off after a loss' "$(mode keypad_cursor_flag)$(mode keypad_flag)" 00
is 'the scrolling region is the whole screen after a loss' "$(mode scroll_region_upper)-$(mode scroll_region_lower)" 0-19
ok 'the screen shows again what it showed before the program' shows '^begin'
is 'lines wrap, and insert mode is off after a loss' "$(mode wrap_flag)$(mode insert_flag)" 10
is 'the message of sshp comes below what was there' "$(shown | grep -n 'begin\|lost after' |
    sed 's/:.*\(begin\|lost\).*/ \1/' | sort -n | sed 's/.* //' | paste -sd' ' -)" 'begin lost'
over

# None of it on, but a program has been there, and the cursor with it.
session server
# shellcheck disable=SC2016
types 'clear; printf "\033[?1049h"; printf "\033[?1049l"; printf "\033[H\0337"; seq 5; echo six'
until_ 5 shows '^six'
before=$(shown | grep -v '^$' | head -n 6)
x=$(mode cursor_y)
ssh_dies
until_ 20 shows 'reconnected after'
is 'what the screen shows stays when no mode was set' "$(shown | head -n 6)" "$before"
is 'the message of sshp comes next when no mode was set' "$(shown | sed -n "$((x + 1)),$((x + 2))p" | grep -c 'lost after')" 1
over

# A terminal of which nothing is known is left alone.
outer new-session -d -s o -x 100 -y 20 "TERM= exec sshp -F $T/config server"
until_ 10 shows '[#$] *$'
types 'printf "\033[?25l"'
hidden() { [ "$(mode cursor_flag)" = 0 ]; }
until_ 5 hidden
ssh_dies
until_ 20 shows 'reconnected after'
is 'without TERM sshp leaves the terminal as it is' "$(mode cursor_flag)" 0
over

# What tmux does not know, as it is sent; and a key under kitty's mode.
mkfifo "$T/keys"
exec 3<> "$T/keys"
# raw TERM: a session on such a terminal, what it is sent in $T/raw.
raw() {
	: > "$T/raw"
	"$O/t/lib/pty" -z env TERM="$1" sshp -F "$T/config" server <&3 > "$T/raw" \
	    2> "$T/pid" &
	term=$!
	until_ 10 says "$T/raw" '[#$] *$'
}
# sent text: a fixed string that is in there.
sent() { grep -qF "$(printf '%b' "$1")" "$T/raw"; }
unsent() { ! sent "$1"; }
# pressed key: and again, until it ends: in an attempt nobody reads it.
pressed() {
	printf '%b' "$1" >&3
	until_ 1 gone $term
}
counting() { says "$T/raw" 'next attempt in .*(Enter: retry now, ^C: stop)'; }
raw xterm-kitty
server_down
ok 'the terminal shows when sshp retries' until_ 30 counting
for it in 'kitty'"'"'s keyboard mode:\033[<u' 'modifyOtherKeys:\033[>4m' 'no wrapping:\033[?7h' \
    'a frame that is held back:\033[?2026l' 'the mouse in pixels:\033[?1016l' \
    'keys as Windows has them:\033[?9001l' 'reports of the size:\033[?2048l'; do
	ok "sshp switches off ${it%%:*}" sent "${it#*:}"
done
printf '\033[97;5u\033[99;5:3u\033[1;5A' >&3
ok 'other keys, and the release of ^C, do not end the wait' holds_for 1 alive $term
until_ 10 pressed '\033[99;5u' || kill $term
wait $term
is '^C in the keyboard mode of kitty ends sshp with 130' $? 130
ok '^C in the keyboard mode of kitty leaves no process and no file' until_ 10 clean
server_up
for it in 'a lock that is on:\033[99;133u' 'modifyOtherKeys:\033[27;5;99~'; do
	raw xterm
	server_down
	until_ 30 counting
	until_ 10 pressed "${it#*:}" || kill $term
	wait $term
	is "^C with ${it%%:*} ends sshp with 130" $? 130
	server_up
done
raw xterm
server_down
until_ 30 counting
server_up
entered() {
	printf '\033[13u' >&3
	until_ 1 says "$T/raw" 'reconnected after'
}
ok 'Enter in the keyboard mode of kitty retries at once' until_ 30 entered
until_ 10 says "$T/raw" '[#$] *$' 2
until_ 10 pressed 'exit\n' || kill $term
wait $term
# Older consoles print the rest of what they do not know.
for it in linux eterm-color; do
	raw $it
	server_down
	until_ 30 counting
	ok "TERM=$it: sshp switches wrapping on" sent '\033[?7h'
	ok "TERM=$it: sshp sends no sequence that the terminal does not know" unsent '\033[<'
	ok "TERM=$it: sshp sends no sequence that the terminal does not know" unsent '\033[>'
	ok "TERM=$it: sshp sends no sequence that the terminal does not know" unsent '\033[='
	until_ 10 pressed '\003' || kill $term
	wait $term
	server_up
done
exec 3>&-

# The same session over there.
again() {
	sed "s|^Host \\*|&\\n    RequestTTY yes\\n    PersistRemoteCommand yes\\n    RemoteCommand $2|" \
	    "$T/config" > "$T/there"
	outer new-session -d -s o -x 100 -y 20 "exec sshp -F $T/there server"
	until_ 10 shows '[#$] *$'
	# shellcheck disable=SC2016
	types 'here=$$; echo it is $here; seq 3'
	ok "$1: a session on the server runs" until_ 10 shows '^it is [0-9]'
	was=$(shown | sed -n 's/^it is //p')
	ssh_dies
	two() { sshpctl metrics | grep -q '^sshp_attempts_total.* 2$' && shows '^it is'; }
	ok "$1: the command is started again after a loss" until_ 20 two
	types 'echo and is $here'
	ok "$1: it shows the same session" until_ 10 shows "^and is $was\$"
	types 'exit'
	ok "$1: the end of the session ends sshp" until_ 10 clean
	outer kill-server 2> /dev/null
}
again tmux "tmux -S $T/inner -f /dev/null new -A -s main"
if command -v screen > /dev/null; then
	SCREENDIR=$T/screens
	mkdir -m 700 "$SCREENDIR"
	again screen "SCREENDIR=$SCREENDIR screen -c /dev/null -D -R main"
else
	skip 'screen: the command shows the same session after a loss' 'no screen'
fi
finish
