#!/bin/sh
# The texts of contrib/doc/MIGRATION.md for services: the commands of a unit, a
# script, if-up.d and cron; and inittab, which t/service-inittab.t runs.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
. t/lib/documents.sh
world
documents_world MIGRATION.md

# --- a unit ---
text unit > "$T/vps.service"
if command -v systemd-analyze > /dev/null; then
	sed 's/^User=.*/User=root/' "$T/vps.service" > "$T/tunnel-vps.service"
	systemd-analyze verify "$T/tunnel-vps.service" > "$T/verified" 2>&1
	lacks 'systemd-analyze finds nothing in the unit' "$T/verified" tunnel-vps
else
	skip 'systemd-analyze finds nothing in the unit' 'no systemd-analyze'
fi
sed -n 's/^ExecStart=//p' "$T/vps.service" > "$T/start"
setsid sh "$T/start" 2> "$T/said" &
ran=$!
up_and_back 'a unit'
stopped 'a unit'

# --- a script as ExecStart ---
text script > "$T/tunnel.sh"
chmod +x "$T/tunnel.sh"
"$T/tunnel.sh" 2> "$T/said" &
ran=$!
ok 'a script as ExecStart: the tunnel is up and carries data' until_ 20 reverse
is 'a script as ExecStart: the process of the script is sshp' "$(cat /proc/$ran/comm)" sshp
kill $ran
wait $ran
is 'a script as ExecStart: SIGTERM ends it with 0' $? 0
ok 'a script as ExecStart: nothing is left' until_ 20 no_sshp

# --- if-up.d ---
run if-up
ok 'a network script: the tunnel is up and carries data' until_ 20 reverse
wait $ran
first=$(sshpctl --json list vps)
run if-up
wait $ran
is 'a network script: a second start ends with 0' $? 0
is 'a network script: a second start says nothing' "$(cat "$T/said")" ''
ok 'a network script: the first tunnel goes on' reverse
is 'a network script: one tunnel runs' "$(sshpctl --json list | grep -o '"ssh_pid"' | wc -l)" 1
stopped 'a network script'

# --- cron ---
text cron | sed -n 's/^@reboot //p' > "$T/reboot"
text cron | sed -n 's/^\*\/5 \* \* \* \* //p' > "$T/often"
for line in "$T/reboot" "$T/often"; do
	env -i HOME="$HOME" XDG_RUNTIME_DIR="$XDG_RUNTIME_DIR" PATH=/usr/bin:/bin \
	    sh "$line" < /dev/null > "$T/said" 2>&1
	is "cron: the line ${line##*/} ends with 0" $? 0
	ok "cron: the tunnel carries data after the line ${line##*/}" reverse
done
is 'cron: the second line says nothing, so cron sends no mail' "$(cat "$T/said")" ''
stopped cron

# --- inittab ---
ok 'the line of inittab in MIGRATION.md is the line of contrib/inittab' grep -qxF \
    "$(grep '^::respawn' contrib/inittab/inittab)" contrib/doc/MIGRATION.md
finish
