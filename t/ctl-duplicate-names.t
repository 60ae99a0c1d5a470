#!/bin/sh
# sshpctl lists tunnels with equal names separately, and a command can name each.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
mount -t tmpfs none /tmp
keep "$T/a" -o PersistName=web -N -L 9090:localhost:80 server
a=$keep
keep "$T/b" -o PersistName=web -N -L 9191:localhost:80 server
b=$keep
keep "$T/c" -o PersistName=--json -N -L 9292:localhost:80 server
until_ 40 says "$T/a" 'up in'
until_ 40 says "$T/b" 'up in'
until_ 40 says "$T/c" 'up in'
sshpctl list web > "$T/out"
has 'list shows the forwards of the first of two tunnels with one name' "$T/out" '^web/[0-9a-f]*  -L 9090:\[localhost\]:80  up '
has 'list shows the forwards of the second of two tunnels with one name' "$T/out" '^web/[0-9a-f]*  -L 9191:\[localhost\]:80  up '
sshpctl why web > "$T/out"
has 'why prints the id and the forwards of the first tunnel' "$T/out" '^web/[0-9a-f]* (-L 9090:\[localhost\]:80): up .* 0 drops today$'
has 'why prints the id and the forwards of the second tunnel' "$T/out" '^web/[0-9a-f]* (-L 9191:\[localhost\]:80): up .* 0 drops today$'
word=$(sshpctl | sed -n 's/^\(web[^ ]*\) .*9191.*/\1/p')
is 'the word that list shows addresses one tunnel' "$(sshpctl --json list "$word" | grep -o '"forwards":"[^"]*"')" '"forwards":"-L 9191:[localhost]:80"'
sshpctl stop web > "$T/out" 2> "$T/err"
is 'the name of two tunnels stops none' $? 2
sshpctl stop "$word"
is 'the word that list shows stops that tunnel' $? 0
wait "$b"
ok 'the other tunnel of that name goes on' alive "$a"
sshpctl list web > "$T/out"
lacks 'a tunnel with a name of its own is listed without forwards' "$T/out" 9090
sshpctl list -- --json > "$T/out"
is 'a name that looks like an option is named behind "--"' $? 0
has 'a tunnel with a name like an option is listed' "$T/out" '^--json  *up '
sshpctl stop -- --json
is 'a tunnel with a name like an option is stopped' $? 0
sshpctl stop web
sshpctl why web > "$T/out"
is 'why prints the id of each past tunnel of that name' "$(grep -c '^web/[0-9a-f]* (-L 9[01]9[01]:.*not running; ended .*: stopped' "$T/out")" 2
ok 'why --json has each past tunnel of that name' sh -c 'sshpctl why --json web | perl -MJSON::PP -e "local \$/; my \$t = decode_json(<STDIN>)->{tunnels}; @\$t == 2 && \$t->[0]{id} ne \$t->[1]{id} && \$t->[0]{forwards} or die"'
ok 'no process and no file of sshp is left' until_ 10 clean
finish
