#!/bin/sh
# The root directory, the entry point and the health check of contrib/container.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
. t/lib/service.sh
service_world
file=contrib/container/Containerfile
root=$T/root
ok 'the script root makes a root directory' sh contrib/container/root "$O" "$root" 54321
is 'the root directory has no other programs' "$(cd "$root" && find . -path '*bin/*' -o -path '*libexec/*' | sort | paste -sd ' ' -)" \
    './bin/sh ./usr/bin/ssh ./usr/local/bin/sshconf ./usr/local/bin/sshp ./usr/local/bin/sshpctl ./usr/local/bin/tunnel-guard ./usr/local/libexec/sshp-askpass'
cp -a "$T/tunnel/.ssh" "$root/home/tunnel/"
cp "$T/hosts" "$root/etc/hosts"
mount --bind /dev "$root/dev"

# words instruction: the words of its JSON array.
words() { sed -n "s/^$1.*\[\(.*\)\]$/\1/p" "$file" | tr -d '",'; }
contained='env -i HOME=/home/tunnel PATH=/usr/local/bin:/usr/bin:/bin'
# shellcheck disable=SC2016,SC2046
unshare --pid --fork --kill-child --mount sh -c 'mount -t proc proc "$1/proc" && shift &&
    exec "$@"' sh "$root" $contained /usr/sbin/chroot --userspec=tunnel:tunnel "$root" $(words ENTRYPOINT) $(words CMD) 2> "$T/log" &
holder=$!
inner() { cat "/proc/$holder/task/$holder/children" 2> /dev/null | tr -d ' '; }
# shellcheck disable=SC2046
healthy() { $contained /usr/bin/nsenter -t "$(inner)" -m -p -r -G 54321 -S 54321 $(words HEALTHCHECK) > "$T/health" 2>&1; }
ok 'the tunnel of the container is up, and healthy' until_ 20 healthy
ok 'the container has its forward' listens '' 8022
has 'sshp is process 1 of the container' "/proc/$(inner)/status" '^NSpid:.*	1$'
is 'it runs in the account tunnel' "$(stat -c %u "/proc/$(inner)")" 54321
server_down
unhealthy() { healthy; [ $? -eq 1 ]; }
ok 'the container is unhealthy while the server is down' until_ 20 unhealthy
server_up
ok 'the container is healthy again' until_ 30 healthy
# Process 1 only waits for orphans; its child is the sshp that keeps ssh.
ssh_pid() { kept "$(kept "$(inner)")"; }
first=$(ssh_pid)
kill -9 "$first"
another_ssh() { healthy && [ "$(ssh_pid)" != "$first" ]; }
ok 'a killed ssh comes back in the container' until_ 20 another_ssh
kill "$(inner)"
wait $holder
is 'SIGTERM ends the container with 0' $? 0
ok 'no process and no file of sshp is left' until_ 10 tunnel_clean
umount "$root/dev"
finish
