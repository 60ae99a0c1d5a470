#!/bin/sh
# sshpctl list -w on real screens: narrow, low, suspended, dumb.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
command -v tmux > /dev/null || skip_all 'no tmux'
world
keep_world
LANG=C.UTF-8
export LANG
long=a-rather-long-name-of-a-tunnel-to-somewhere
for name in $long db web; do
	keep "$T/$name" -o "PersistName=$name" -N -L "90${#name}:localhost:80" server
	pids="${pids:-} $keep"
	until_ 20 says "$T/$name" 'up in'
done

screen() { tmux -S "$T/tmux" -f /dev/null "$@"; }
# shows pattern [number]: so many lines of the screen match, one or more.
shows() {
	got=$(screen capture-pane -p -t p | grep -c -- "$1")
	[ "${2:-$got}" -eq "$got" ] && [ "$got" -gt 0 ]
}
keys() { screen send-keys -t p "$@"; }
screen new-session -d -s p -x 100 -y 30 sh
keys "cd /; PS1='ready> '; clear; sshpctl list -w" Enter
ok 'a wide screen: the name is whole' until_ 30 shows "^$long  *up "
ok 'and the last hours are there' until_ 10 shows 'DROPS  LAST 12 HOURS'
screen resize-window -t p -x 40 -y 30
ok 'a narrow one: the name is cut' until_ 30 shows '^a-rather-long[a-z-]*~  *up '
ok 'no line wraps' until_ 10 shows '^[adw][^ ]*  *up  *[^ ]*  *[0-9]*$' 3
ok 'the title is one, too' until_ 10 shows '^NAME  *STATE  *SINCE  *DROPS$'
screen resize-window -t p -x 40 -y 4
ok 'a low one: what does not fit is counted' until_ 30 shows '^and [0-9]* more$'
ok 'the title stays' until_ 10 shows '^NAME '
screen resize-window -t p -x 100 -y 20
ok 'wide again' until_ 30 shows "^$long  *up "
keys C-z
ok '^Z: the shell is there' until_ 30 shows '^ready>$'
keys 'echo see" "it' Enter
ok 'and shows what is typed' until_ 30 shows '^ready> echo see'
ok 'the table does not' until_ 30 sh -c "! tmux -S $T/tmux capture-pane -p -t p | grep -q 'DROPS'"
keys fg Enter
ok 'fg: the table is back' until_ 30 shows "^$long  *up "
keys C-c
ok '^C: the shell is there' until_ 30 shows '^ready>$'
keys 'clear; TERM=dumb sshpctl list -w' Enter
ok 'a dumb terminal has no such view' until_ 30 shows \
    '^sshpctl: list -w: standard output is not a terminal, or TERM is not set or is dumb$'
screen kill-server
# shellcheck disable=SC2086
kill $pids
ok 'nothing stays' until_ 20 clean
finish
