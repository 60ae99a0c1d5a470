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
ok 'a wide screen shows a long name whole' until_ 30 shows "^$long  *up "
ok 'a wide screen shows the last hours' until_ 10 shows 'DROPS  LAST 12 HOURS'
screen resize-window -t p -x 40 -y 30
ok 'a narrow screen cuts a long name' until_ 30 shows '^a-rather-long[a-z-]*~  *up '
ok 'no line wraps on a narrow screen' until_ 10 shows '^[adw][^ ]*  *up  *[^ ]*  *[0-9]*$' 3
ok 'the title fits a narrow screen' until_ 10 shows '^NAME  *STATE  *SINCE  *DROPS$'
screen resize-window -t p -x 40 -y 4
ok 'a low screen counts the tunnels that do not fit' until_ 30 shows '^and [0-9]* more$'
ok 'the title stays on a low screen' until_ 10 shows '^NAME '
screen resize-window -t p -x 100 -y 20
ok 'the table is whole when the screen is wide again' until_ 30 shows "^$long  *up "
keys C-z
ok '^Z shows the shell' until_ 30 shows '^ready>$'
keys 'echo see" "it' Enter
ok 'the shell shows what is typed after ^Z' until_ 30 shows '^ready> echo see'
ok 'the table is not drawn while list -w is stopped' until_ 30 sh -c "! tmux -S $T/tmux capture-pane -p -t p | grep -q 'DROPS'"
keys fg Enter
ok 'fg draws the table again' until_ 30 shows "^$long  *up "
keys C-c
ok '^C shows the shell' until_ 30 shows '^ready>$'
keys 'clear; TERM=dumb sshpctl list -w' Enter
ok 'list -w refuses a dumb terminal' until_ 30 shows \
    '^sshpctl: list -w: standard output is not a terminal, or TERM is not set or is dumb$'
screen kill-server
# shellcheck disable=SC2086
kill $pids
ok 'no process and no file of sshp is left' until_ 20 clean
finish
