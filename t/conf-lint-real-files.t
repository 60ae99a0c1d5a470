#!/bin/sh
# sshconf lint and hosts on files as people have them.  In t/lib/lint/*.conf a
# line "#~ level: text" names the finding about the line above it, and a part of
# its text; lint must find these and nothing else.
. t/lib/tap.sh
. t/lib/world.sh
lint=$PWD/t/lib/lint
world
unset TMPDIR
mkdir -m 700 "$HOME/.ssh"
cd "$HOME/.ssh" || exit 1
umask 022

# expected FILE: "line:level:text" of each finding that it names.
expected() {
	awk '/^#~ / { sub(/^#~ /, ""); sub(/: /, ":"); print line ":" $0; next }
	    { line = NR }' "$1"
}

# missing: the findings in wanted whose text stands in no finding about the line.
missing() {
	while IFS=: read -r line level text; do
		grep "^file:$line: $level: " found | grep -qF -- "$text" ||
		    echo "$line: $level: $text"
	done < wanted
}

for from in "$lint"/*.conf; do
	name=$(basename "$from" .conf)
	expected "$from" > wanted
	# An editor of Windows: a byte order mark, and CRLF.
	if [ "$name" = windows ]; then
		printf '\357\273\277' > file
		sed "s/\$/$(printf '\r')/" "$from" >> file
	else
		cp "$from" file
	fi
	sshconf lint file > found
	status=$?
	is "lint finds the mistakes in $name.conf and no others" \
	    "$(cut -d: -f2,3 found | tr -d ' ')" \
	    "$(cut -d: -f1,2 wanted)"
	is "lint says how to fix the mistakes in $name.conf" "$(missing)" ''
	ssh -G -F file nosuchhost > /dev/null 2>&1
	is "lint finds an error in $name.conf if ssh rejects it, and else none" \
	    "$status" $(($? != 0))
	sshconf hosts -F file > hosts 2> "$T/err"
	is "hosts of $name.conf fails if ssh rejects the file" $? $((status * 255))
	is "hosts prints only names that have no pattern: $name.conf" \
	    "$(cut -f1 hosts | grep -c '[*?!]')" 0
done

# --- hosts, with odd files ---
names() {
	printf "$2" > file
	is "hosts: $1" "$(sshconf hosts -F file 2> /dev/null | cut -f1 | paste -sd' ' -)" "$3"
}
names 'an empty file has no names' '' ''
names 'a file without a newline at its end' 'Host a b' 'a b'
names 'CRLF is no part of a name' 'Host a\r\nHost b\r\n' 'a b'
names 'a comment is no name' 'Host a # b\nHost=c\n' 'a c'
names 'names are not split at other bytes' 'Host \303\274 2001:db8::1\n' "$(printf '\303\274') 2001:db8::1"
names 'a line that ssh rejects does not hide other names' 'Host a\n Prt 1\nHost b\n' 'a b'
printf 'Host a\n Include other\nHost c\n' > file
printf 'Host b\n' > other
names 'a name in a file that is included below another Host' 'Host a\n Include other\nHost c\n' 'a b c'
printf 'Host \033[31mred\n' > file
is 'hosts prints no control characters' "$(sshconf hosts -F file | LC_ALL=C tr -d '\040-\176\n\t' | wc -c)" 0
printf 'Host x\n Include file\n' > file
ok 'hosts ends for a file that includes itself' timeout 20 sh -c 'sshconf hosts -F file > /dev/null 2>&1; test $? -ne 124'
finish
