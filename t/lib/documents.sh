# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# For tests that execute the texts of contrib/doc: . t/lib/tap.sh;
# . t/lib/world.sh; . t/lib/keep.sh; . t/lib/service.sh; . t/lib/documents.sh;
# documents_world FILE.

# documents_world file: the wire, a server that is called vps, the programs in
# /usr/local/bin, an account with a key, and the file "config" of the document.
# A lost session of the server ends after ten seconds.
documents_world() {
	document=contrib/doc/$1
	sshd_files
	printf '%s\n' 'ClientAliveInterval 3' 'AcceptEnv GIT_PROTOCOL' >> "$T/sshd_config"
	sed -i "s|^AuthorizedKeysFile.*|& .ssh/authorized_keys|" "$T/sshd_config"
	keep_world
	service_programs || exit 1
	echo '10.9.2.1 vps vps.example.org' >> "$T/hosts"
	mkdir -m 700 "$HOME/.ssh"
	install -m 600 "$T/key" "$HOME/.ssh/id_ed25519"
	cp "$T/key.pub" "$HOME/.ssh/id_ed25519.pub"
	echo "vps.example.org,vps,10.9.2.1 $(cat "$T/hostkey.pub")" > "$HOME/.ssh/known_hosts"
	config config
	client_sshd
}

# client_sshd: where forwards to localhost:22 of the client lead.  server_down
# ends it, too.
client_sshd() {
	/usr/sbin/sshd -D -e -f "$T/sshd_config" 2>> "$T/sshd.client.log" &
	until_ 10 listens '' 22
}

# text name: the block of the document that is marked with "run=name".
text() {
	awk -v mark="run=$1" '
		/^```/ && inside { exit }
		inside { print }
		/^```/ && $NF == mark { inside = 1; found = 1 }
		END { exit !found }' "$document" || {
		echo "$document has no block $1" >&2
		exit 1
	}
}

# config name...: ~/.ssh/config has these blocks of the document.  The timeout
# that the document leaves at its default is short here.
config() {
	for config_name; do
		text "$config_name"
	done > "$HOME/.ssh/config"
	printf 'Host *\n    PersistTimeout 3s\n' >> "$HOME/.ssh/config"
}

# run name: executes the block with sh, in a session of its own, its output in
# $T/said; its pid is in $ran.
run() {
	text "$1" > "$T/$1.sh"
	setsid sh "$T/$1.sh" > "$T/said" 2>&1 < /dev/null &
	ran=$!
}

# banner host port: a connection to that port of that host leads to an sshd.
# shellcheck disable=SC2086,SC2016
banner() {
	$1 perl -MIO::Socket::INET -e '
		alarm 5;
		my $s = IO::Socket::INET->new(PeerAddr => "127.0.0.1",
		    PeerPort => $ARGV[0]) or exit 1;
		sysread $s, my $b, 4;
		exit($b ne "SSH-")' "$2" 2> /dev/null
}

# reverse: the tunnel of most texts carries data.
# shellcheck disable=SC2154 # set by host
reverse() {
	banner "$server" 2222
}

down() {
	! sshpctl list vps > /dev/null 2>&1
}

# up_and_back name: the tunnel is up, and returns after a cut of its path.
up_and_back() {
	ok "$1: the tunnel is up and carries data" until_ 20 reverse
	path_cut
	ok "$1: sshp notices that the path was cut" until_ 20 down
	path_heal
	ok "$1: the tunnel carries data again after the cut" until_ 40 reverse
}

# stopped name: the tunnel is stopped, and nothing of it is left.
stopped() {
	sshpctl stop vps > /dev/null
	ok "$1: no process and no file of sshp is left" until_ 20 no_sshp
}

no_sshp() {
	[ -z "$(processes tunnel-guard)" ] && [ -z "$(processes 'ssh -')" ] &&
	    [ -z "$(ls "$T/run/sshp" 2> /dev/null)" ]
}
