#!/bin/sh
# The system's ssh_config is the one that the installed ssh was built to read
# (--sysconfdir): that of Homebrew, Nix and /usr/local is not in /etc/ssh.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
real=$(command -v ssh)
# As long as /etc/ssh.
etc=/run/t/e
mkdir -p "$etc" "$T/bin" "$T/lib"
perl -pe "s|/etc/ssh/|$etc/|g" "$real" > "$T/lib/ssh"
cat > "$T/bin/ssh" <<END
#!/bin/sh
echo "\$*" >> "$T/calls"
exec $T/lib/ssh "\$@"
END
chmod 755 "$T/lib/ssh" "$T/bin/ssh"
"$T/lib/ssh" -G h 2> /dev/null | grep -q " $etc/ssh_known_hosts" ||
	skip_all 'the installed ssh cannot be given another sysconfdir'
keep_world
mkdir -m 700 "$HOME/.ssh"
sed '/Persist/d' "$T/config" > "$HOME/.ssh/config"
cat > "$etc/ssh_config" <<END
IgnoreUnknown Persist*
Include more
END
cat > "$etc/more" <<END
Host server
    Persist yes
    LocalForward 9090 localhost:80
Host nobody
    Port 23
    Port 24
END
plain_path=$PATH
shows() {
	sshconf show server | grep -c '^localforward 9090'
}

PATH=$T/bin:$plain_path
is 'sshconf reads the file of the ssh that is a script' "$(shows)" 1
sshconf lint > "$T/lint"
has 'sshconf lint reads the file of the ssh that is a script' "$T/lint" "$etc/more:6"
PATH=$T/lib:$plain_path
is 'sshconf reads the file of the ssh that is a binary' "$(shows)" 1
PATH=$plain_path
is 'sshconf does not read that file when the ssh is built for /etc/ssh' "$(shows)" 0

PATH=$T/bin:$plain_path
: > "$T/calls"
sshp -N server 2> "$T/a" &
keep=$!
ok 'Persist in the system file of the ssh keeps a tunnel' until_ 20 says "$T/a" 'up in'
ok 'the tunnel has the forward of the system file' listens '' 9090
is 'sshp asks ssh once where its system file is' "$(grep -c '^-vG\|^-V\|^-G' "$T/calls")" 1
sed -i 's/9090/9091/' "$etc/more"
kill -KILL "$(kept $keep)"
ok 'the tunnel is back after the system file was edited' until_ 20 says "$T/a" 'reconnected after'
ok 'the tunnel has the forward of the edited system file' listens '' 9091
is 'sshp does not ask ssh for its system file again at a dial' "$(grep -c '^-vG\|^-V\|^-G' "$T/calls")" 1
kill $keep
wait $keep
PATH=$plain_path
ok 'no process and no file of sshp is left' until_ 10 clean

# --- a vendor's file, as openSUSE has it ---
mkdir "$T/upper" "$T/work" "$T/empty"
if mount --bind "$T/empty" /etc/ssh &&
    mount -t overlay -o "lowerdir=/usr,upperdir=$T/upper,workdir=$T/work" overlay /usr 2> /dev/null &&
    mkdir -p /usr/etc/ssh; then
	sed 's/9091/9292/; /Port 24/d' "$etc/more" > /usr/etc/ssh/ssh_config
	is 'the file in /usr/etc is read if there is none in /etc' \
	    "$(sshconf show server | grep -c '^localforward 9292')" 1
	echo 'Port 2222' > "$T/empty/ssh_config"
	is 'the file in /usr/etc is not read if there is one in /etc' \
	    "$(sshconf show server | grep '^port\|^localforward 9292')" 'port 2222'
	umount -l /usr
else
	skip 'the file in /usr/etc is read if there is none in /etc' 'no overlay file system here'
fi
umount -l /etc/ssh 2> /dev/null

# --- an ssh that does not answer that question ---
mkdir "$T/hung"
printf '#!/bin/sh\ncase $1 in -vG*) kill -STOP $$ ;; esac\nexec %s "$@"\n' \
    "$(command -v ssh)" > "$T/hung/ssh"
chmod +x "$T/hung/ssh"
PATH=$T/hung:$plain_path
sshconf show server > "$T/hung.out"
PATH=$plain_path
has 'an ssh that stops instead of answering is given up' "$T/hung.out" '^hostname '
finish
