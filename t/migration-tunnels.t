#!/bin/sh
# The texts of contrib/doc/MIGRATION.md for autossh, loops, C, Python, sshpass.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
. t/lib/documents.sh
world
documents_world MIGRATION.md

run autossh-port
up_and_back 'for autossh -M PORT'
stopped 'for autossh -M PORT'

run autossh-0
wait $ran
is 'for autossh -M 0: the command ends with 0 when the tunnel is up' $? 0
ok 'for autossh -M 0: the tunnel carries data' reverse
stopped 'for autossh -M 0'

run loop
ok 'for a loop: the tunnel is up and carries data' until_ 20 reverse
stopped 'for a loop'
ok 'for a loop: the command ends' until_ 5 gone $ran

if command -v cc > /dev/null; then
	{
		printf '#include <unistd.h>\nint main(void) {\n'
		text c
		printf 'return 1; }\n'
	} > "$T/c.c"
	cc -o "$T/c" "$T/c.c" && "$T/c" 2> "$T/said" &
	ran=$!
	ok 'for a program in C: the tunnel is up and carries data' until_ 20 reverse
	stopped 'for a program in C'
	ok 'for a program in C: the program ends' until_ 5 gone $ran
else
	skip 'for a program in C: the tunnel is up and carries data' 'no cc'
fi

if python3 -c '' 2> /dev/null; then
	text python > "$T/python.py"
	mkfifo "$T/keys"
	exec 3<> "$T/keys"
	python3 "$T/python.py" <&3 > "$T/said" 2>&1 &
	ran=$!
	ok 'for a loop in Python: the tunnel is up and carries data' until_ 20 reverse
	ok 'for a loop in Python: the program goes on' alive $ran
	echo >&3
	wait $ran
	is 'for a loop in Python: the program ends with 0' $? 0
	ok 'for a loop in Python: nothing is left' until_ 20 no_sshp
else
	skip 'for a loop in Python: the tunnel is up and carries data' 'no python3'
fi

if command -v ssh-copy-id > /dev/null; then
	run key
	ok 'for sshpass: the tunnel is up and carries data' until_ 30 reverse
	mv "$HOME/.ssh/id_ed25519" "$T/old"
	: > "$T/authorized"
	sshpctl restart vps > /dev/null
	ok 'for sshpass: the new key alone opens the tunnel again' until_ 20 reverse
	stopped 'for sshpass'
else
	skip 'for sshpass: the tunnel is up and carries data' 'no ssh-copy-id'
fi
finish
