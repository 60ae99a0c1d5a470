#!/bin/sh
# The settings of contrib/doc/MIGRATION.md: ServerAlive, a stale port, folders
# of scripts, compression, proxies.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
. t/lib/documents.sh
world
documents_world MIGRATION.md
tunnel() { sshp -f -N -R 2222:localhost:22 vps 2> "$T/said"; }

# --- ServerAlive ---
printf 'Host *\n    ServerAliveInterval 60\n    ServerAliveCountMax 1000\n' > "$T/old"
sshconf lint "$T/old" > "$T/lint"
has 'sshconf lint finds a high ServerAliveCountMax' "$T/lint" 'only after 60000 seconds'
config config serveralive
tunnel
up_and_back 'instead of a high ServerAliveCountMax'
stopped 'instead of a high ServerAliveCountMax'

# --- ClientAlive ---
sed '/^ClientAlive/d' "$T/sshd_config" > "$T/sshd_new"
text clientalive >> "$T/sshd_new"
/usr/sbin/sshd -T -f "$T/sshd_new" > "$T/sshd.t"
has 'sshd accepts the lines for the server' "$T/sshd.t" '^clientaliveinterval 15$'

# --- a port that is still in use: without ClientAlive the server never notices ---
server_down
sed -i '/^ClientAlive/d' "$T/sshd_config"
server_up
client_sshd
config config
run reclaim
wait $ran
up_and_back 'a port that is still in use'
stopped 'a port that is still in use'

# --- folders of scripts ---
config config folders
for event in up down waiting needs-you gave-up stopped; do
	mkdir -p "$HOME/tunnel/on-$event"
done
for event in up down; do
	printf '#!/bin/sh\necho %s >> %s/events\n' $event "$T" > "$HOME/tunnel/on-$event/note"
	chmod +x "$HOME/tunnel/on-$event/note"
done
: > "$T/events"
sshp -f -N vps 2> "$T/said"
ok 'folders: the scripts of on-up run when the tunnel is up' until_ 10 says "$T/events" up
ok 'folders: the tunnel of the config carries data' until_ 10 reverse
server_down
ok 'folders: the scripts of on-down run after a loss' until_ 10 says "$T/events" down
server_up
client_sshd
ok 'folders: the scripts of on-up run again' until_ 20 says "$T/events" up 2
stopped folders

# --- compression ---
config config
run compression
wait $ran
up_and_back compression
stopped compression

# --- proxies ---
echo '127.0.0.1 proxy' >> "$T/hosts"
echo user:secret > "$HOME/.proxyauth"
chmod 600 "$HOME/.proxyauth"
proxy() {
	perl t/lib/proxy-stub "$1" "$2" "$T/log.$1" ${3:+"$3"} 2>> "$T/stub.log" &
	until_ 10 listens '' "$1"
}
proxy 3128 connect user:secret
proxy 1080 5
proxy 3129 connect
for kind in proxy-http proxy-socks proxy-own; do
	[ $kind != proxy-own ] || command -v nc > /dev/null || {
		skip 'proxy-own: a tunnel is up through the proxy' 'no nc'
		continue
	}
	config config $kind
	is "$kind: plain ssh works through the proxy" "$(timeout 60 ssh vps 'echo here' 2> "$T/err")" here
	tunnel
	ok "$kind: a tunnel is up through the proxy and carries data" until_ 20 reverse
	stopped $kind
done
for port in 3128 1080 3129; do
	ok "the stub at port $port was asked for the server" grep -q 'vps.example.org 22' "$T/log.$port"
done
finish
