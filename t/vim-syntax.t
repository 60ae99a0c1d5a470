#!/bin/sh
# Vim colours the keywords of sshp_config(5) as those of ssh_config(5).
. t/lib/tap.sh
vim=$(command -v vim) || skip_all 'no vim'
"$vim" --version | grep -q '+syntax' || skip_all 'this vim has no syntax files'
T=$(mktemp -d) || exit 1
trap 'rm -rf "$T"' EXIT

# groups file: each word of the file and the group that colours it.
groups() {
	"$vim" -u NONE -i NONE -n -es --cmd 'set nocompatible' \
	    --cmd "set runtimepath^=$1 runtimepath+=$1/after" -c 'syntax on' \
	    -c 'set filetype=sshconfig' -c "redir! > $T/groups" \
	    -c 'g/\w/exe "norm! ^" | while 1 | echo expand("<cWORD>") synIDattr(synID(line("."), col("."), 1), "name") | let at = getpos(".") | if search("\\s\\zs\\S", "", line(".")) == 0 | break | endif | endwhile' \
	    -c 'redir END' -c 'qa!' "$2" < /dev/null > /dev/null 2>&1
}
O=${O:-build}
{
	echo 'Host vps'
	"$O/sshconf" keywords | sed -n 's/^Persist.*/    & always/p'
	echo '    Port 22'
	echo '    persistbackoff 90s'
	echo '    PersistNotify logger $SSHP_EVENT'
} > "$T/config"
groups "$PWD/contrib/vim" "$T/config"
is 'all Persist keywords are keywords' "$(grep -c '^Persist[A-Za-z]* sshconfigKeyword$' "$T/groups")" \
    "$(($("$O/sshconf" keywords | grep -c '^Persist') + 1))"
has 'keywords of ssh are keywords' "$T/groups" '^Port sshconfigKeyword$'
has 'a keyword in lower case is a keyword' "$T/groups" '^persistbackoff sshconfigKeyword$'
has 'a value is a value' "$T/groups" '^always sshconfigYesNo$'
has 'a time is a number' "$T/groups" '^90s sshconfigNumber$'
has 'a variable is a variable' "$T/groups" '^$SSHP_EVENT sshconfigVar$'
groups "$T" "$T/config"
lacks 'without our file Vim does not know the keywords' "$T/groups" '^Persist.* sshconfigKeyword$'
finish
