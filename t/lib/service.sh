# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# For tests of the service files in contrib: . t/lib/tap.sh; . t/lib/world.sh;
# . t/lib/keep.sh; . t/lib/service.sh; service_world.

# service_world: the wire, a server, the programs in /usr/local, /etc and
# /var of the test alone, and an account "tunnel" that has a key and a Host vps.
service_world() {
	[ "$(id -u)" -eq 0 ] ||
	    skip_all 'not root here: a service runs in another account'
	world
	service_files || exit 1
	wire && sshd_files && service_account && sshd_up "$server" || exit 1
}

service_files() {
	service_programs || return 1
	cp -a /etc "$T/etc" 2> /dev/null
	mkdir -p "$T/var/log" "$T/var/spool" "$T/var/lib" "$T/var/empty"
	ln -s /run "$T/var/run" &&
	    mount --bind "$T/etc" /etc && mount --bind "$T/var" /var
}

# The programs where a package has them, for this test alone.
service_programs() {
	service_lib=$(sed -n 's/.*-DLIBEXECDIR=\\*"\([^"\\]*\).*/\1/p' "$O/flags")
	mount -t tmpfs -o mode=755 none /usr/local &&
	    mkdir -p /usr/local/bin "${service_lib:=/usr/local/libexec}" &&
	    install -m 755 "$O/sshp" "$O/sshpctl" "$O/sshconf" \
		"$O/tunnel-guard" /usr/local/bin/ &&
	    install -m 755 "$O/sshp-askpass" "$service_lib/" || return 1
	PATH=/usr/local/bin:${PATH#*:}
}

# service_recipes: what "make install" makes of contrib, for sshpctl enable.
service_recipes() {
	mkdir -p /usr/local/share/sshp /usr/local/lib/systemd &&
	    cp -R contrib/systemd/system contrib/systemd/user \
		/usr/local/lib/systemd/ &&
	    for service_dir in cron dinit inittab launchd openrc procd runit s6 \
		systemd; do
		    cp -R "contrib/$service_dir" /usr/local/share/sshp/ || return 1
	    done && install -m 755 contrib/print-service /usr/local/share/sshp/
}

# The account that the README of contrib tells you to create.
service_account() {
	service_home=$T/tunnel
	echo "tunnel:x:54321:54321::$service_home:/bin/sh" >> /etc/passwd
	echo 'tunnel:x:54321:' >> /etc/group
	echo 'tunnel:*:20000::::::' >> /etc/shadow
	mkdir -p "$service_home/.ssh"
	cp "$T/key" "$service_home/.ssh/id_ed25519"
	cp "$T/known" "$service_home/.ssh/known_hosts"
	cat > "$service_home/.ssh/config" <<-END
	IgnoreUnknown Persist*

	Host vps
	    HostName server
	    LocalForward 8022 localhost:22
	    PersistTimeout 3s
	END
	chmod 600 "$service_home/.ssh/"*
	chmod 755 "$T"
	chown -R 54321:54321 "$service_home"
}

# tunnel member: the member (pid, ssh_pid) of the tunnel's line in the list.
tunnel() {
	sshpctl --json list tunnel:vps 2> /dev/null |
	    sed -n "s/.*\"$1\":\([0-9]*\).*/\1/p"
}

tunnel_up() {
	sshpctl list tunnel:vps > /dev/null 2>&1 && listens '' 8022
}

# another_sshp pid: the tunnel is up, and its sshp is not that process.
another_sshp() {
	tunnel_up && [ "$(tunnel pid)" != "$1" ]
}

# sshp_again manager seconds: kills sshp; the manager must start it again.
sshp_again() {
	service_pid=$(tunnel pid)
	service_ssh=$(tunnel ssh_pid)
	is "sshp under $1 runs in the account tunnel" \
	    "$(stat -c %u "/proc/$service_pid")" 54321
	kill -9 "$service_pid"
	ok "the ssh of a killed sshp ends, too, under $1" \
	    until_ 5 gone "$service_ssh"
	ok "$1 starts a killed sshp again, and the tunnel is up" \
	    until_ "$2" another_sshp "$service_pid"
}

# tunnel_clean: no process of the account is left, and nothing of its tunnel.
tunnel_clean() {
	[ -z "$(ps -o pid= -u 54321 2> /dev/null)" ] && ! listens '' 8022 &&
	    [ -z "$(processes /usr/local/bin/sshp)" ] &&
	    [ -z "$(find /tmp /run -path '*sshp*' -name '*.run')" ]
}
