#!/bin/sh
# SPDX-License-Identifier: ISC
# make dist makes the same tarball wherever and whenever it runs.
. t/lib/tap.sh
command -v git > /dev/null || skip_all 'no git'
git rev-parse -q --verify HEAD > /dev/null 2>&1 || skip_all 'no git clone'
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
HOME=$T
export HOME
unset O MAKEFLAGS MFLAGS MAKELEVEL
git clone -q . "$T/a" 2> /dev/null || skip_all 'git cannot clone this directory'
mkdir "$T/far"
git clone -q "$T/a" "$T/far/b"

# made dir: make dist there; the tarball's path.
made() {
	(cd "$1" && make -s dist)
}
is 'make dist names the tarball' "$(made "$T/a")" \
    "build/package/sshp-$(sed -n 's/^VERSION = //p' Makefile).tar.gz"

find "$T/far/b" -path '*/.git' -prune -o -exec touch -d 2001-02-03 {} +
printf '[core]\n\tautocrlf = true\n[tar]\n\tumask = 077\n' > "$T/.gitconfig"
(umask 077; LC_ALL=C.UTF-8 TZ=Asia/Tokyo made "$T/far/b") > /dev/null
ok 'two clones with other dates, umasks, time zones and git settings make the same bytes' \
    cmp "$T/a/build/package/"*.tar.gz "$T/far/b/build/package/"*.tar.gz
rm "$T/.gitconfig"

tar tzf "$T/a/build/package/"*.tar.gz > "$T/names"
is 'the tarball has the files of the commit' \
    "$(sed 's,^[^/]*/,,; /\/$/d; /^$/d' "$T/names" | sort)" \
    "$(git -C "$T/a" ls-files | sort)"

echo changed >> "$T/a/README.md"
made "$T/a" > /dev/null 2> "$T/err"
has 'make dist says that a change without a commit is left out' "$T/err" \
    'changes that are not committed are not in the tarball'
ok 'a change without a commit does not change the tarball' \
    cmp "$T/a/build/package/"*.tar.gz "$T/far/b/build/package/"*.tar.gz

mkdir "$T/plain"
tar -C "$T/plain" -xzf "$T/far/b/build/package/"*.tar.gz
made "$T/plain/"* > "$T/out" 2>&1
has 'make dist outside a clone says why it cannot work' "$T/out" \
    'this is not a git clone'
git -C "$T/plain" init -q
made "$T/plain/"* > "$T/out" 2>&1
has 'make dist does not pack the clone around it' "$T/out" \
    'this is not a git clone'
finish
