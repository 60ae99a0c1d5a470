#!/bin/sh
# ssh_config(5) and our own keywords: what is read, what is complained of, and
# as the installed ssh reads the same files.
. t/lib/tap.sh
. t/lib/world.sh
world
mkdir "$T/etc" && mount --bind "$T/etc" /etc/ssh
SYSTEM=/etc/ssh/ssh_config
export SYSTEM
: > "$SYSTEM"
mkdir -m 700 "$HOME/.ssh"
config=$HOME/.ssh/config

# reads name wanted text: the lines of our keywords, for host h, the user's
# file being text.
reads() {
	printf "$3" > "$config"
	sshconf show h > "$T/out" 2>&1
	is "$1" "$(sed -n 's/^persist//p' "$T/out" | paste -sd' ' -)" "$2"
}
# complains name wanted text
complains() {
	printf "$3" > "$config"
	sshconf show h > "$T/out" 2>&1
	is "$1: sshconf ends with 255" $? 255
	is "$1" "$(cat "$T/out")" "sshconf: $config:$2"
}
reads 'no file says anything' '' ''
reads 'yes' ' yes' 'Persist yes\n'
reads 'without its newline' ' yes' 'Persist yes'
reads 'the first value counts' ' always backoff 2 60 timeout 5' 'Host h
  Persist always
  PersistTimeout 5s
Host *
  Persist no
  PersistTimeout 1m
  PersistBackoff 2s
'
reads 'a block for others' '' 'Host other\n  Persist yes\n'
reads 'not for one host' '' 'Host * !h\n  Persist yes\n'
reads 'a first wait above the usual ceiling' 'backoff 30 300' \
    'PersistBackoff 30s 5m\n'
reads 'one word above it' 'backoff 120 120' 'PersistBackoff 2m\n'
reads 'a check every 30 s' 'check 30 test -S "/a b" # x' \
    'PersistCheck test -S "/a b" # x\n'
reads 'a check with its interval, a notification' \
    'check 90 nc -z %h 80 notify say %n' \
    'PersistCheck=1m30s nc -z %%h 80\nPersistNotify say %%n\n'
reads 'none of either' 'check none notify none' \
    'PersistCheck none\nPersistNotify None\n'
reads 'Match all' ' yes' 'Host other\nMatch all\n  Persist yes\n'
reads 'Match that holds' ' yes' 'Match exec true host h\n  Persist yes\n'
reads 'Match that does not' '' 'Match exec false\n  Persist yes\n'
reads 'Match final' ' yes' 'Match final host real\n  Persist yes\nHost h\n HostName real\n'
printf 'Persist yes\n' > "$HOME/.ssh/more"
reads 'an Include under Match' ' yes' "Match user $(id -un)\n  Include more\n"
reads 'an Include under another Host' '' 'Host other\n  Include more\n'
reads 'an Include by ~' ' yes' 'Include ~/.ssh/mo*\n'
reads 'what an Include opened ends with it' ' yes' \
    'Host other\n Include more\nHost h\n Persist yes\n'
printf 'Include ${HOME}/.ssh/more\n' > "$config"
is 'sshp reads an Include with ${HOME}, as ssh does since 9.9' \
    "$(sshp -G h 2>&1 | grep '^persist')" "$(sshconf show h | grep '^persist')"
printf 'Persist always\n' > "$SYSTEM"
reads 'the system file' ' always' ''
reads 'the user first' ' no' 'Persist no\n'
: > "$SYSTEM"
complains 'a bad value' \
    '1: Persist "on": expected yes, no or always' 'Persist on\n'
complains 'a token that is not there' \
    '1: PersistNotify "say %Z": expected none, or a command, which may have tokens such as %n' \
    'PersistNotify say %%Z\n'
check='expected none, or a command, which may have a time from 1s to 1d before it, and tokens such as %h'
complains 'an interval without a command' "1: PersistCheck \"30s\": $check" \
    'PersistCheck 30s\n'
complains 'an interval that is too short' "1: PersistCheck \"0 true\": $check" \
    'PersistCheck 0 true\n'
digit='expected a time such as 10s before the command (if the command begins with a digit, use its path)'
complains 'an interval that is mistyped' \
    "1: PersistCheck \"10x foo\": $digit" 'PersistCheck 10x foo\n'
complains 'an interval that is mistyped, alone' \
    "1: PersistCheck \"5sec\": $digit" 'PersistCheck 5sec\n'
reads 'a command that has a digit first, behind a time' ' yes check 10 7z t a' \
    'PersistCheck 10s 7z t a\nPersist yes\n'
ok 'sshconf lint reports a bad PersistCheck' sh -c 'printf "IgnoreUnknown Persist*\nPersistCheck 10x foo\n" > "$T/lint"
	sshconf lint "$T/lint" | grep -c "a time such as 10s before the command" > "$T/n"; [ "$(cat "$T/n")" = 1 ]'
complains 'a bad value in a block for others' \
    '2: PersistTimeout "1x": expected auto, or a time from 1s to 1d' \
    'Host other\nPersistTimeout 1x\n'
complains 'too short' \
    '1: PersistTimeout "0": expected auto, or a time from 1s to 1d' \
    'PersistTimeout 0\n'
complains 'a ceiling below the first' '1: PersistBackoff "9s 3s": '\
'expected the first wait and the longest, such as 1s 60s' \
    'PersistBackoff 9s 3s\n'
complains 'no tries' \
    '1: PersistMaxTries "0": expected unlimited or a number' \
    'PersistMaxTries 0\n'
complains 'a word too many' \
    '1: Persist "yes please": expected yes, no or always' \
    'Persist yes please\n'
complains 'an unknown keyword' '1: persistant: unknown keyword '\
'(sshp_config(5) lists the Persist keywords)' \
    'Persistant yes\n'

# Lines that count for nobody are read, too, as ssh reads them: of each kind
# the second one, where the first was ordinary.
said() {
	"$@" > "$T/shown" 2> "$T/words" && echo accepted ||
		tr -d '\r' < "$T/words"
}
for bad in 'Port 0' 'Port 65535' 'Port 65536' 'Port 00022' 'Port 000022' \
    'Port +22' 'Port 2 2' 'Port nosuch' 'Port=22' 'pORT "22"' 'Port 22#' \
    'Port 22 #' 'User' 'User ""' 'User #' 'User =' 'User a=b' 'User a b' \
    'User "a' "User a\\\\ b" 'User a\000 b' 'User a\014' 'User a\r' 'Use x' \
    'Users x' 'U\023er x' '1ser x' 'Tag x' 'RefuseConnection x' 'User\fx'; do
	printf "Host other\n Port 1\n User x\n $bad\n" > "$config"
	is "sshconf and ssh complain in the same words of $bad" "$(said sshconf show h)" "$(said ssh -G h)"
done

# Values that ssh shows in its own way, or not at all.
for set in 'SecurityKeyProvider none' 'SecurityKeyProvider NONE' \
    'LocalForward a/82 b/83' 'LocalForward 82 b/83' 'DynamicForward a/82' \
    'DynamicForward ::1/82' 'UserKnownHostsFile ~/.ssh/known_hosts' \
    "UserKnownHostsFile $HOME/.ssh/known_hosts" 'UserKnownHostsFile none'; do
	echo "$set" > "$config"
	sshconf show h 2> /dev/null | sort > "$T/shown"
	is "sshconf shows as ssh does: $set" "$(ssh -G h 2> /dev/null < /dev/null | sort | \
	    diff - "$T/shown")" ''
done
printf 'User included\n' > "$HOME/.ssh/inc"
# shellcheck disable=SC2088 # ssh expands it
for set in inc '~/.ssh/inc'; do
	echo "Include $set" > "$config"
	is "Include $set, and HOME is not set" \
	    "$(env -u HOME sshconf show h | grep '^user ')" 'user included'
done

# Files that are none.
rm "$config"
mkfifo "$T/fifo"
sshconf show -F "$T/fifo" h 2> "$T/out"
is 'a FIFO as ssh_config is refused' "$(cat "$T/out")" \
    "Can't open user config file $T/fifo: is not a regular file"
sshconf show -F /dev/zero h 2> "$T/out"
is 'a device without an end as ssh_config is refused' "$(cat "$T/out")" \
    "Can't open user config file /dev/zero: is not a regular file"
head -c 100000 /dev/urandom > "$T/noise"
sshconf show -F "$T/noise" h > "$T/out" 2>&1
is 'random bytes as ssh_config are rejected' $? 255
perl -e 'print "User ", "x" x 3000000, "\n"' > "$config"
ok 'a line of three million characters is read' sh -c \
    "sshconf show h | grep -c '^user x\{3000\}' > /dev/null"
echo 'Include ~/.ssh/config' > "$config"
sshconf show h > "$T/out" 2>&1
is 'a file that includes itself is refused' "$(cat "$T/out")" \
    'Too many recursive configuration includes'

for seed in 1 2; do
	SEED=$seed perl t/oracle/agree "${AGREE:-120}" > "$T/agreed" 2>&1
	is "random files and command lines are read as ssh reads them (SEED=$seed)" $? 0
	cat "$T/agreed"
done
SNAPSHOT=1 SEED=3 perl t/oracle/agree "${AGREE:-120}" > "$T/agreed" 2>&1
is 'ssh reads the snapshot of sshp and its forwards as it reads the files' $? 0
cat "$T/agreed"
finish
