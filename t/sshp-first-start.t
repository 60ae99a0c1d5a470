#!/bin/sh
# The first start of a tunnel: what ends it, and what sshp retries.
. t/lib/tap.sh
. t/lib/world.sh
. t/lib/keep.sh
world
keep_world

# --- first starts that only a person can mend ---
ssh-keygen -q -t ed25519 -N '' -f "$T/other"
sed "s|$T/key|$T/other|" "$T/config" > "$T/wrong"
attempts() { grep -c "authenticating user" "$T/sshd.log"; }
timeout 20 sshp -F "$T/wrong" -N server 2> "$T/a"
is 'a rejected key ends the first start with 255' $? 255
has 'the message of ssh about a rejected key is printed' "$T/a" 'Permission denied (publickey'
has 'sshp says that it stopped because the login was refused' "$T/a" '^sshp: server: stopped: login refused'
ok 'the server logged the attempt with a wrong key' until_ 5 says "$T/sshd.log" 'authenticating user'
is 'sshp tried once with a wrong key' "$(attempts)" 1
printf 'server %s\n' "$(cat "$T/other.pub")" > "$T/changed"
# term command...: on a terminal, where a person would wait for it.
term() { timeout 20 "$O/t/lib/pty" "$@" < /dev/null > "$T/screen" 2> /dev/null; term_status=$?; tr -d '\r' < "$T/screen" > "$T/a"; return $term_status; }
term sshp -F "$T/config" -o UserKnownHostsFile="$T/changed" -f -N server
is 'a changed host key ends the first start with -f: 255' $? 255
has 'the warning of ssh about a changed host key is printed' "$T/a" 'IDENTIFICATION HAS CHANGED'
has 'sshp says that it stopped because the host key was not accepted' "$T/a" '^sshp: server: stopped: host key not accepted'
term sshp -F "$T/config" -o KexAlgorithms=diffie-hellman-group14-sha1 \
    -f -N server
is 'no common key exchange ends the first start with -f: 255' $? 255
# Anybody on the path can cause these: a service must come up later.
keep "$T/a" -o UserKnownHostsFile="$T/changed" -N server
ok 'a changed host key does not end the first start of a service' \
    until_ 10 says "$T/a" 'host key not accepted; retrying'
ok 'the service waits for the right host key' alive $keep
printf 'server %s\n' "$(cat "$T/hostkey.pub")" > "$T/changed"
kill -USR1 $keep
ok 'the service comes up once the host key is right' until_ 10 says "$T/a" ': up in'
kill $keep
wait $keep
timeout 20 sshp -F "$T/config" -o UserKnownHostsFile="$T/other.known" -o StrictHostKeyChecking=yes -f -N server < /dev/null 2> "$T/c" &
unwatched=$!
ok 'an unknown host key does not end sshp -f where nobody watches, as under cron' \
    until_ 10 says "$T/c" 'host key not accepted; retrying'
cp "$T/known" "$T/other.known"
end_all 'sshp -F'
wait $unwatched
keep "$T/a" -o KexAlgorithms=diffie-hellman-group14-sha1 -N server
ok 'no common key exchange does not end the first start of a service' \
    until_ 10 says "$T/a" '; retrying'
ok 'the service waits for a server that negotiates' alive $keep
kill $keep
wait $keep

timeout 20 sshp -F "$T/config" -o Persist=yes -N '' 2> "$T/a"
is 'a host without a name ends sshp at once, as it ends ssh' $? 255
has 'ssh says that a host without a name does not resolve' "$T/a" 'Could not resolve hostname'

# --- later ones are not final ---
cp "$T/authorized" "$T/authorized.good"
keep "$T/b" -N server
until_ 10 says "$T/b" ': up'
cp "$T/other.pub" "$T/authorized"
kill -KILL "$(kept $keep)"
ok 'a key that is rejected after the tunnel was up does not end sshp' until_ 10 says "$T/b" 'login refused; retrying'
cp "$T/authorized.good" "$T/authorized"
# Half a minute at least: not waited for, but asked for.
kill -USR1 $keep
ok 'the tunnel is back once the server accepts the key again' until_ 10 says "$T/b" ': reconnected after'
kill $keep
wait $keep

# --- refused at the very first start ---
server_down
keep "$T/c" -N server
ok 'a refused connection does not end a first start' until_ 10 says "$T/c" 'Connection refused; retrying'
server_up
ok 'the tunnel is up once the server accepts connections' until_ 10 says "$T/c" ': up in'
kill $keep
wait $keep
finish
