#!/bin/sh
# PersistHold: a local client that connects while the tunnel is down waits, and
# a loss of ssh resets its clients.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world
$server perl t/lib/clients web 80 "$T/web" &
until_ 5 listens "$server" 80

# asked text: the server got such a request.
asked() { says "$T/web" "$1"; }
deaf() { ! listens "$@"; }

keep "$T/log" -N -o PersistHold=30s -L 8080:localhost:80 server
ok 'the port listens before the tunnel is up' until_ 5 listens '' 8080
ok 'a tunnel with PersistHold is up' until_ 10 says "$T/log" ': up in'
is 'a client is answered' "$(perl t/lib/clients get 1 8080 2> /dev/null | cut -d' ' -f1,2)" '200 1'
is 'a client that half-closes is answered' "$(perl t/lib/clients half 8080 | tr -d '\r')" 'HTTP/1.0 200 OK'
is 'a thousand clients at once are all answered' "$(perl t/lib/clients get 1000 8080 2> /dev/null | cut -d' ' -f1,2)" '200 1000'
ssh_pid=$(kept $keep)
lacks 'ssh itself does not listen at the port' "/proc/$ssh_pid/cmdline" '8080'

# --- a cut transfer ---
clients "$T/big" get 20 8080 /big
until_ 10 asked 'GET /big'
kill -9 "$ssh_pid"
ok 'the clients of a killed ssh are gone' until_ 10 gone $client
is 'a download cut by a kill of ssh ends with a reset for each client' "$(cut -d' ' -f1,2 "$T/big")" 'reset 20'
ok 'ssh is started again' until_ 20 says "$T/log" 'reconnected'
is 'a client is answered by the next ssh' "$(perl t/lib/clients get 1 8080 2> /dev/null | cut -d' ' -f1,2)" '200 1'

# --- ssh ends in order: it closes its connections one after the other ---
clients "$T/big" get 20 8080 /big
until_ 10 asked 'GET /big'
sshpctl restart server
ok 'the clients of a restarted tunnel are gone' until_ 10 gone $client
is 'a download cut by a restart ends with a reset for each client' "$(cut -d' ' -f1,2 "$T/big")" 'reset 20'
until_ 20 says "$T/log" 'up in\|reconnected' 3
clients "$T/big" get 20 8080 /big
server_down
ok 'the clients of a tunnel whose server went down are gone' until_ 10 gone $client
is 'a download cut by the end of the server ends with a reset for each client' "$(cut -d' ' -f1,2 "$T/big")" 'reset 20'

# --- an outage ---
clients "$T/out" get 1000 8080
many=$client
is 'a client that leaves during the outage is gone' "$(perl t/lib/clients left 8080)" left
clients "$T/half" half 8080
half=$client
server_up
ok 'clients that came during the outage end' until_ 30 gone $many
is 'a thousand clients that came during the outage are all answered' "$(cut -d' ' -f1,2 "$T/out")" '200 1000'
note "$(cat "$T/out")"
wait $half
is 'a client that half-closed during the outage is answered' "$(tr -d '\r' < "$T/half")" 'HTTP/1.0 200 OK'
lacks 'the request of a client that left during the outage is not delivered' "$T/web" 'POST /left'
kill $keep
wait $keep
ok 'no process and no file of sshp is left' until_ 10 clean
ok 'the port is free again' until_ 5 deaf '' 8080

# --- expiry ---
server_down
keep "$T/exp" -N -o PersistHold=2s -L 8080:localhost:80 server
until_ 5 listens '' 8080
clients "$T/idle" idle 8080
wait $client
note "$(cat "$T/idle")"
ok 'a client is reset when its time is over' grep -qE '^reset (199[0-9]|[2-9][0-9]{3})$' "$T/idle"
clients "$T/idle" idle 8080
kill -9 $keep
ok 'a kill of sshp leaves no listener' until_ 5 deaf '' 8080
ok 'a kill of sshp ends its clients' until_ 5 gone $client
server_up

# --- a port that is taken ---
perl t/lib/hold 8080 127.0.0.1 ::1 &
holder=$!
until_ 5 listens '' 8080
keep "$T/taken" -N -o PersistHold=30s -L 8080:localhost:80 server
ok 'a taken port is reported in the words of ssh' until_ 10 says "$T/taken" '-L 8080 cannot listen: Address already in use, retrying'
until_ 10 says "$T/taken" ': up in'
sshpctl list > "$T/list"
has 'sshpctl list names the forward that cannot listen' "$T/list" '-L 8080 refused'
kill $holder
ok 'the forward listens once the port is free' until_ 20 says "$T/taken" '-L 8080 listens after'
is 'a client of a port that was taken is answered' "$(perl t/lib/clients get 1 8080 2> /dev/null | cut -d' ' -f1,2)" '200 1'
kill $keep
wait $keep
ok 'no process and no file of sshp is left after a taken port' until_ 10 clean
finish
