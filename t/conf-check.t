#!/bin/sh
# sshconf check: what a start without the user lacks, one line for each.
. t/lib/tap.sh
. t/lib/world.sh
world
wire && sshd_files
# Logins fail here on purpose; sshd since 9.8 would refuse the next ones.
penalties='-o PerSourcePenalties=no'
# shellcheck disable=SC2086
/usr/sbin/sshd -t -f "$T/sshd_config" $penalties 2> "$T/err" || penalties=
# shellcheck disable=SC2086
sshd_up "$server" $penalties || exit 1
mkdir -m 700 "$HOME/.ssh"
cp "$T/key" "$T/key.pub" "$HOME/.ssh/"
ssh-keygen -q -t ed25519 -N secret -C secret -f "$T/secret"
ssh-keygen -q -t ed25519 -N '' -C agent -f "$T/agent"
ssh-keygen -q -t ed25519 -N '' -C stranger -f "$T/stranger"
ssh-keygen -q -t ed25519 -N '' -C other -f "$T/otherkey"
cat "$T/secret.pub" "$T/agent.pub" >> "$T/authorized"
printf 'server %s\n' "$(cat "$T/otherkey.pub")" > "$T/changed"
: > "$T/none"

# conf lines...: the lines of "Host vps", below what each host here needs.
conf() {
	cat > "$HOME/.ssh/config" <<-END
	IgnoreUnknown Persist*
	Host vps
	$(printf '    %s\n' "$@")
	Host *
	    HostName server
	    IdentityFile $T/key
	    IdentitiesOnly yes
	    UserKnownHostsFile $T/known
	    GlobalKnownHostsFile none
	END
}
good() { conf 'Persist yes' 'LocalForward 8080 localhost:80' "$@"; }
# check name status [words...]: its output in $T/out, its messages in $T/err.
check() {
	check_name=$1 check_wanted=$2
	shift 2
	sshconf check "$@" > "$T/out" 2> "$T/err"
	is "$check_name" $? "$check_wanted"
}
lines() { is "$1" "$(cat "$T/out")" "$2"; }
logins() { grep -c 'Connection from ' "$T/sshd.log"; }

good
before=$(logins)
sshconf check -F "$HOME/.ssh/config" vps > "$T/out" 2>&1
is 'check of a tunnel that can start alone succeeds' $? 0
lines 'check says in one line that nothing is missing' 'vps: ready for a start without you'
is 'check logs in exactly once' $(($(logins) - before)) 1
closed() { [ -z "$(sessions)" ]; }
ok 'check leaves no session on the server' until_ 5 closed
is 'check leaves no ssh behind' "$(processes 'LocalCommand=echo')" ''
sshconf check --json vps > "$T/out"
is 'check --json lists nothing' "$(cat "$T/out")" '{"schema":1,"host":"vps","known":true,"similar":null,"missing":[]}'

# Each missing thing has its line.
conf 'LocalForward 8080 localhost:80'
check 'check without Persist is 1' 1 vps
lines 'check says how to set Persist' \
    'vps: Persist is not set; write "Persist yes" below "Host vps", and "IgnoreUnknown Persist*" at the top of the file'
conf 'Persist yes'
check 'check without a forward is 1' 1 vps
lines 'check says how to set a forward' \
    'vps: no forward is set; write a LocalForward, RemoteForward or DynamicForward below "Host vps"'
check 'a forward on the command line is a forward' 0 -R 8080:localhost:80 vps
good 'ClearAllForwardings yes'
check 'check with ClearAllForwardings is 1' 1 vps
lines 'check names the line of ClearAllForwardings' \
    "vps: no forward is set, because ClearAllForwardings is yes ($HOME/.ssh/config:5); remove it"
good 'HostName no.such.invalid'
before=$(logins)
check 'check of a name that does not resolve is 1' 1 vps
has 'check names the line of the HostName that does not resolve' "$T/out" \
    "^vps: no.such.invalid does not resolve (.*); check HostName ($HOME/.ssh/config:5)\$"
is 'check prints one line for a name that does not resolve' "$(wc -l < "$T/out")" 1
good "UserKnownHostsFile $T/none"
check 'check with an unknown host key is 1' 1 vps
lines 'check says how to learn the host key' \
    'vps: the host key of server is not known; run "ssh vps" once, and compare the fingerprint'
is 'check writes no host key' "$(wc -c < "$T/none")" 0
good "UserKnownHostsFile $T/none" 'StrictHostKeyChecking no'
check 'StrictHostKeyChecking no does not make the host key known' 1 vps
is 'check with StrictHostKeyChecking no writes no host key' "$(wc -c < "$T/none")" 0
good "UserKnownHostsFile $T/changed"
check 'check with a changed host key is 1' 1 vps
has 'check says that the host key has changed' "$T/out" '^vps: the host key of server has changed; '
good "IdentityFile $T/secret" 'IdentitiesOnly yes'
sed -i "/IdentityFile .*key$/d" "$HOME/.ssh/config"
check 'check with a passphrase on the key is 1' 1 vps
has 'check says that the key has a passphrase' "$T/out" "^vps: the key $T/secret ED25519 needs a passphrase or an agent; use a key without one: ssh-keygen "
is 'check prints one line for a passphrase' "$(wc -l < "$T/out")" 1

# A key that only an agent has.
eval "$(ssh-agent -s)" > /dev/null
ssh-add -q "$T/agent"
mkdir "$T/pub"
mv "$T/agent.pub" "$T/pub/agent.pub"
good "IdentityFile $T/pub/agent.pub"
sed -i "/IdentityFile .*key$/d" "$HOME/.ssh/config"
ok 'ssh logs in with the key of the agent' ssh -o BatchMode=yes vps true
check 'check with a key that only an agent has is 1' 1 vps
has 'check says that the key needs an agent' "$T/out" "^vps: the key $T/pub/agent.pub ED25519 needs a passphrase or an agent;"
kill "$SSH_AGENT_PID"
unset SSH_AUTH_SOCK SSH_AGENT_PID

good "IdentityFile $T/stranger"
sed -i "/IdentityFile .*key$/d" "$HOME/.ssh/config"
check 'check with a key that the server does not know is 1' 1 vps
lines 'check says how to make the server know the key' \
    'vps: the server accepts no key of yours (keys of an agent do not count); run "ssh-copy-id vps", and before it "ssh-keygen -t ed25519" if you have no key'
good 'Port 2'
check 'check without a server is 1' 1 vps
lines 'check repeats why ssh cannot connect' \
    'vps: no login: ssh: connect to host server port 2: Connection refused; check the server, or HostName and Port'
conf "UserKnownHostsFile $T/none"
check 'check with several things missing is 1' 1 vps
is 'check prints one line for each missing thing' "$(sed 's/^vps: \([^ ]* [^ ]* [^ ]*\).*/\1/' "$T/out" | paste -sd, -)" \
    'Persist is not,no forward is,the host key'
sshconf check --json vps > "$T/out"
is 'check --json names each missing thing' "$(grep -o '"what":"[a-z-]*"' "$T/out" | paste -sd, -)" \
    '"what":"persist","what":"forwards","what":"host-key"'

# What the user's settings must not change.
good 'ControlMaster auto' "ControlPath $T/mux" 'ControlPersist yes' 'RequestTTY force' 'RemoteCommand sleep 5' \
    'LocalCommand touch $T/ran' 'PermitLocalCommand yes' 'LogLevel QUIET' 'ForkAfterAuthentication yes' 'ExitOnForwardFailure yes'
check 'check works with settings for a session' 0 vps
ok 'check starts no control master' [ ! -e "$T/mux" ]
ok 'check does not run the LocalCommand' [ ! -e "$T/ran" ]
good "ProxyCommand tunnel-guard %h %p"
check 'check works through tunnel-guard' 0 vps
good 'ProxyJump jump'
check 'check works through a jump host' 0 vps
SHELL=/usr/sbin/nologin sshconf check vps > "$T/out" 2>&1
is 'check works in an account without a shell' $? 0

# A name that was mistyped.
before=$(logins)
check 'check of a mistyped name is 2' 2 vsp
is 'check of a mistyped name names the right one' "$(cat "$T/err")" 'sshconf: vsp: no Host line has this name; did you mean vps?'
check 'check of a name that is similar to none is 2' 2 else
is 'check of an unknown name says where the names are' "$(cat "$T/err")" 'sshconf: else: no Host line has this name (sshconf hosts shows the names)'
is 'a mistyped name is not dialled' $(($(logins) - before)) 0
sshconf check --json vsp > "$T/out"
is 'check --json of a mistyped name' "$(cat "$T/out")" '{"schema":1,"host":"vsp","known":false,"similar":"vps","missing":[]}'
check 'check without a name is 255' 255
echo 'Prot 22' >> "$HOME/.ssh/config"
check 'check of files that ssh rejects is 255' 255 vps
has 'check repeats what ssh says of its files' "$T/err" 'Bad configuration option: prot'
finish
