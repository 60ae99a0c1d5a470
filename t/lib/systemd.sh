# shellcheck shell=sh
# SPDX-License-Identifier: ISC
# For tests with the real systemd as process 1: . t/lib/service.sh; . this;
# service_world; systemd_world; systemd_boot.  It runs in namespaces of its own
# and in a control group that the test makes; it sees no device of the machine.

systemd_program=
for systemd_p in /usr/lib/systemd/systemd /lib/systemd/systemd; do
	[ ! -x $systemd_p ] || systemd_program=$systemd_p
done

# Units that would act on the machine, or that wait for what is not there.
systemd_masked='systemd-udevd.service systemd-udev-trigger.service
systemd-modules-load.service modprobe@.service systemd-sysctl.service
systemd-binfmt.service proc-sys-fs-binfmt_misc.automount
systemd-timesyncd.service systemd-networkd.service systemd-resolved.service
systemd-remount-fs.service systemd-random-seed.service
systemd-journal-flush.service systemd-firstboot.service getty.target
dev-hugepages.mount dev-mqueue.mount sys-kernel-config.mount
sys-kernel-debug.mount sys-kernel-tracing.mount sys-fs-fuse-connections.mount
tmp.mount e2scrub_reap.service apparmor.service'

# systemd_missing: why systemd cannot run here; empty if it can.
systemd_missing() {
	[ -n "$systemd_program" ] || { echo 'no systemd'; return; }
	for systemd_p in systemctl loginctl dbus-daemon; do
		command -v $systemd_p > /dev/null || { echo "no $systemd_p"; return; }
	done
	[ -x /lib/systemd/systemd-logind ] || { echo 'no systemd-logind'; return; }
	set -- /lib/*/security/pam_systemd.so
	[ -e "$1" ] || { echo 'no pam_systemd'; return; }
	mkdir -p "$T/cgroup"
	{ mount -t cgroup2 none "$T/cgroup" && mkdir "$T/cgroup/sshp-test-$$"; } \
	    2> /dev/null || echo 'no control groups (cgroup2) of our own here'
}

# systemd_world: /etc holds no units but systemd's own.
systemd_world() {
	systemd_why=$(systemd_missing)
	[ -z "$systemd_why" ] || skip_all "$systemd_why"
	systemd_group=$T/cgroup/sshp-test-$$
	trap systemd_end EXIT
	rm -rf /etc/systemd/system /etc/systemd/user
	mkdir -p /etc/systemd/system /etc/systemd/user /etc/pam.d /var/lib /var/tmp
	for systemd_p in $systemd_masked; do
		ln -s /dev/null "/etc/systemd/system/$systemd_p"
	done
	: > /etc/fstab
	echo 0123456789abcdef0123456789abcdef > /etc/machine-id
	printf '%s\n' 'account required pam_permit.so' \
	    'session required pam_permit.so' 'session optional pam_systemd.so' \
	    > /etc/pam.d/systemd-user
}

# systemd_boot: the time from power on until systemd has started all.
systemd_boot() {
	mkdir -p "$systemd_group"
	sh -c 'echo $$ > "$0/cgroup.procs" && exec unshare --mount --pid --fork \
	    --uts --ipc --cgroup --kill-child --mount-proc sh -c \
	    ". t/lib/systemd.sh; systemd_init"' "$systemd_group" \
	    > "$T/console" 2>&1 &
	systemd_holder=$!
	until_ 30 systemd_up
}

# The processes of systemd_boot, up to exec.
systemd_init() {
	# An empty /run, but for the files of the test.
	mkdir -p "$T/run.new" && mount -t tmpfs -o mode=755 none "$T/run.new" &&
	    mkdir "$T/run.new/t" && mount --bind "$T" "$T/run.new/t" &&
	    mount --rbind "$T/run.new" /run &&
	    mount --bind /proc/sys /proc/sys &&
	    mount -o remount,bind,ro /proc/sys &&
	    mount -t tmpfs none /sys && mkdir -p /sys/fs/cgroup &&
	    mount -t cgroup2 none /sys/fs/cgroup &&
	    systemd_devices && exec env -i container=test TERM=linux \
	    PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
	    "$systemd_program" --unit=multi-user.target < /dev/null
}

systemd_devices() {
	mkdir -p "$T/dev" && mount -t tmpfs -o mode=755 none "$T/dev" &&
	    mkdir "$T/dev/pts" "$T/dev/shm" || return 1
	for systemd_p in null zero full random urandom tty; do
		cp -a "/dev/$systemd_p" "$T/dev/" || return 1
	done
	ln -s /proc/self/fd "$T/dev/fd"
	ln -s pts/ptmx "$T/dev/ptmx"
	mount -t devpts -o newinstance,ptmxmode=666 none "$T/dev/pts" &&
	    mount -t tmpfs none "$T/dev/shm" && mount --rbind "$T/dev" /dev
}

# sd command...: runs it as root beside that systemd.
sd() {
	systemd_pid=$(tr -d ' ' < "/proc/$systemd_holder/task/$systemd_holder/children")
	nsenter -t "$systemd_pid" -m -p -u -i -C env -i HOME=/root TERM=xterm \
	    PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin "$@"
}

# shellcheck disable=SC2154 # set by service_account
# as_tunnel command...: runs it in the account tunnel.
as_tunnel() {
	sd setpriv --reuid 54321 --regid 54321 --init-groups env \
	    HOME="$service_home" USER=tunnel LOGNAME=tunnel "$@"
}

systemd_up() {
	case $(sd systemctl is-system-running) in
	running|degraded) ;;
	*) return 1 ;;
	esac
}

# systemd_cut: the power fails.
systemd_cut() {
	kill -9 "$systemd_holder"
	wait "$systemd_holder" 2> /dev/null
	until_ 10 systemd_gone
}

systemd_gone() {
	[ -z "$(find "$systemd_group" -name cgroup.procs -exec cat {} + 2> /dev/null)" ] &&
	    find "$systemd_group" -depth -type d -exec rmdir {} +
}

systemd_end() {
	systemd_cut 2> /dev/null
	[ ! -d "$systemd_group" ] ||
	    find "$systemd_group" -depth -type d -exec rmdir {} +
}
