#!/bin/sh
# The fault lab in short: what dies is noticed and comes back, what is slow is
# left alone; for sshp and for a loop around ssh with the guard.
. t/lib/tap.sh
. t/lib/world.sh
world
FAULTS='black-hole-up nat-lost server-dead slow-up slow-down lossy zero-window'
export FAULTS KEEPERS='sshp guard-loop' HEAL=14 WAIT=40 ALIVE=1 JOBS=7 RAW=1
sh t/lab/run > "$T/lab"
sed 's/^/# /' "$T/lab"

# got fault keeper name: "L", "R", "ended" in ms, "-" for never; or "ssh", how
# many were started.
got() {
	sed -n "s/^$1 $2 [a-z]* //p" "$T/lab" | case $3 in
	ssh) cut -d ' ' -f 5 ;;
	*) tr ' ' '\n' | sed -n "s/^$3=//p" ;;
	esac
}
within() {
	[ "$1" != - ] && [ "$1" -lt "$2" ]
}
for keeper in sshp guard-loop; do
	for fault in black-hole-up nat-lost server-dead; do
		ok "$fault, $keeper: the loss is noticed" \
		    within "$(got $fault $keeper ended)" 40000
		ok "$fault, $keeper: the local forward works again" \
		    within "$(got $fault $keeper L)" 60000
		ok "$fault, $keeper: the remote forward works again" \
		    within "$(got $fault $keeper R)" 60000
	done
	for fault in slow-up slow-down lossy zero-window; do
		is "$fault, $keeper: a living connection is not ended" "$(got $fault $keeper ended)" -
		is "$fault, $keeper: no ssh was started since" \
		    "$(got $fault $keeper ssh)" 0
	done
done
finish
