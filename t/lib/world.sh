# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# A world of its own for a test: network, processes, /run and /tmp belong to it
# and end with it, whatever happens.  Inside, $T is an empty directory and three
# hosts can be had: client (here), router, server.  No root is needed where
# user namespaces are allowed; where nothing of it is, the test is skipped.

# enter_world command...: the command, in a world; its status.
enter_world() {
	if [ "$(id -u)" -eq 0 ]; then
		world_user=
	else
		world_user='--user --map-current-user --keep-caps'
	fi
	# Its first process waits, and so reaps what is orphaned; it ends when
	# we do, even by SIGKILL.
	# shellcheck disable=SC2086,SC2016
	setpriv --pdeathsig KILL unshare $world_user --net --mount --pid --fork --kill-child \
	    --mount-proc sh -c '
		. t/lib/world.sh
		world_own || exit 3
		ip link set lo up
		T=/run/t IN_WORLD=1 "$@" &
		wait $!' sh "$@"
}

# world_own: /run and /tmp of our own, but for what the test is run from and what
# was built, should that be there.
world_own() {
	unset TMPDIR
	umask 022
	world_build=$(cd "${O:-build}" 2> /dev/null && pwd) || world_build=$PWD
	mount -t tmpfs none /run &&
	    mkdir -m 755 /run/t /run/sshd /run/here /run/build &&
	    mount --bind "$PWD" /run/here &&
	    mount --bind "$world_build" /run/build &&
	    mount -t tmpfs -o mode=1777 none /tmp &&
	    world_stays /run/here "$PWD" &&
	    world_stays /run/build "$world_build" && cd "$PWD" || return 1
}

# world_stays mount directory
world_stays() {
	case $2 in
	/tmp/*) mkdir -p "$2" && mount --bind "$1" "$2" || return 1 ;;
	esac
	umount "$1" && rmdir "$1"
}

# Why there can be no world here; empty if there can.
world_missing() {
	for world_p in unshare setpriv nsenter ip ssh ssh-keygen; do
		command -v $world_p > /dev/null || {
			echo "no $world_p"
			return
		}
	done
	[ -x /usr/sbin/sshd ] || {
		echo "no sshd"
		return
	}
	world_said=$(enter_world true 2>&1) ||
		echo "no namespaces here: $(echo "$world_said" | head -n 1)"
}

# world: begins a test; everything after it happens inside.
world() {
	if [ -z "${IN_WORLD:-}" ]; then
		world_why=$(world_missing)
		[ -z "$world_why" ] || skip_all "$world_why"
		enter_world sh "$0" "$@"
		exit
	fi
	O=$(cd "${O:-build}" && pwd)
	PATH=$O:$PATH
	SHELL=/bin/sh
	unset SSH_AUTH_SOCK SSH_ASKPASS DISPLAY
	export PATH SHELL T O
	world_etc && world_home || exit 1
}

# copy_build: from here on the programs are copies in $T/built, which every user
# may run, also if the build is below a directory that is closed, as /root.
copy_build() {
	for built_dir in . t/lib; do
		mkdir -p "$T/built/$built_dir"
		find "$O/$built_dir" -maxdepth 1 -type f -perm -100 -exec \
		    install -m 755 -t "$T/built/$built_dir" {} + || return 1
	done
	O=$T/built
	PATH=$O:$PATH
}

# sanitised: the programs are built with the address sanitiser.
sanitised() {
	case $(ldd "$O/tunnel-guard" 2>&1) in
	*libasan*) ;;
	*) return 1 ;;
	esac
}

# A small system has no file of hosts that ours could be mounted over.
world_etc() {
	[ ! -e /etc/hosts ] || return 0
	# Not all of it is ours to read.
	cp -a /etc "$T/etc" 2> /dev/null
	: > "$T/etc/hosts" && mount --bind "$T/etc" /etc
}

# Our account has an empty home and a plain shell: no start-up file of the
# machine has a say.
world_home() {
	mkdir -m 700 "$T/home"
	awk -F: -v OFS=: -v uid="$(id -u)" -v home="$T/home" '
		$3 == uid { $6 = home; $7 = "/bin/sh" }
		{ print }' /etc/passwd > "$T/passwd" &&
	    mount --bind "$T/passwd" /etc/passwd || return 1
	# sshd hands a terminal to group tty, which here may be no one's.
	[ "$(id -u)" -eq 0 ] || {
		sed '/^tty:/d' /etc/group > "$T/group" &&
		    mount --bind "$T/group" /etc/group || return 1
	}
	HOME=$T/home
	export HOME
}

# host name: a network namespace, held by a process; "$name command" is run
# there, with no process in between.
host() {
	unshare --net sleep 100000 &
	eval "$1='nsenter -t $! -n'"
	until_ 5 world_split $! || return 1
	nsenter -t $! -n ip link set lo up
}

# held "$host": the process that holds it.
# shellcheck disable=SC2086
held() {
	set -- $1
	echo "$3"
}

world_split() {
	[ "$(readlink "/proc/$1/ns/net")" != "$(readlink /proc/self/ns/net)" ]
}

# wire: client 10.9.1.1 -- router -- 10.9.2.1 server; "client", "server".
# shellcheck disable=SC2086,SC2154 # set by host
wire() {
	host router && host server || return 1
	ip link add eth0 type veth peer name eth1 netns "$(held "$router")"
	$router ip link add eth2 type veth peer name eth0 netns "$(held "$server")"
	ip addr add 10.9.1.1/24 dev eth0
	ip link set eth0 up
	$router ip addr add 10.9.1.2/24 dev eth1
	$router ip link set eth1 up
	ip route add default via 10.9.1.2
	wire_server
	path_heal
	printf '%s\n' '127.0.0.1 localhost' '10.9.1.1 client' \
	    '10.9.2.1 server web demo' > "$T/hosts"
	mount --bind "$T/hosts" /etc/hosts
}

# wire_server: eth2 of the router and eth0 of the server are there, and become
# their link.
# shellcheck disable=SC2086,SC2154
wire_server() {
	$router ip addr add 10.9.2.2/24 dev eth2
	$router ip link set eth2 up
	$server ip addr add 10.9.2.1/24 dev eth0
	$server ip link set eth0 up
	$server ip route add default via 10.9.2.2
}

# path_cut, path_heal: the router drops everything, and tells nobody.
# shellcheck disable=SC2086
path_cut() {
	$router sh -c 'echo 0 > /proc/sys/net/ipv4/ip_forward'
}

# shellcheck disable=SC2086
path_heal() {
	$router sh -c 'echo 1 > /proc/sys/net/ipv4/ip_forward'
}

# listens host port: somebody does, there; "" is here.
# shellcheck disable=SC2086
listens() {
	$1 sh -c "grep -q '$(printf ':%04X 0*:0000 0A' "$2")' \
	    /proc/net/tcp /proc/net/tcp6"
}

# sshd_up host [options...]: a throw-away sshd on port 22 of that host;
# its pid in $sshd_pid.  And $T/config for "ssh -F".
# shellcheck disable=SC2086
sshd_up() {
	sshd_where=$1
	shift
	sshd_files
	$sshd_where /usr/sbin/sshd -D -e -f "$T/sshd_config" "$@" \
	    2>> "$T/sshd.log" &
	sshd_pid=$!
	until_ 10 listens "$sshd_where" 22
}

# sessions [title]: the processes of sshd that serve somebody, or have such a
# title: "sshd: me@notty", which is "sshd-session: me@notty" since 9.8.
sessions() {
	for sessions_p in $(processes "sshd: ${1-}") \
	    $(processes "sshd-session: ${1-}"); do
		[ "$sessions_p" = "$sshd_pid" ] || echo "$sessions_p"
	done
}

# sshd_files: the keys, and what sshd and ssh read, unless they are there.
sshd_files() {
	[ ! -f "$T/key" ] || return 0
	ssh-keygen -q -t ed25519 -N '' -C throw-away -f "$T/key"
	ssh-keygen -q -t ed25519 -N '' -C throw-away -f "$T/hostkey"
	cp "$T/key.pub" "$T/authorized"
	sshd_config > "$T/sshd_config"
	ssh_config > "$T/config"
}

sshd_config() {
	cat <<-END
	Port 22
	HostKey $T/hostkey
	AuthorizedKeysFile $T/authorized
	PidFile none
	UsePAM no
	StrictModes no
	PermitRootLogin yes
	PasswordAuthentication no
	MaxStartups 100
	MaxSessions 100
	PrintMotd no
	PrintLastLog no
	AllowTcpForwarding yes
	Subsystem sftp internal-sftp
	LogLevel VERBOSE
	SetEnv SHLVL=9
	END
}

ssh_config() {
	printf '[%s]:22 %s\n' server "$(cat "$T/hostkey.pub")" |
		sed 's/^\[\(.*\)\]:22/\1/' > "$T/known"
	cat <<-END
	Host *
	    IdentityFile $T/key
	    IdentitiesOnly yes
	    UserKnownHostsFile $T/known
	    GlobalKnownHostsFile none
	    HostKeyAlias server
	    BatchMode yes
	    ServerAliveInterval 0
	    ProxyCommand ${GUARD:-tunnel-guard} -t 3 %h %p
	END
}
