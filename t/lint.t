#!/bin/sh
# The laws of the source tree hold, and t/lint says so when one is broken.
. t/lib/tap.sh
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
O=${O:-build}
command -v nm > /dev/null || skip_all 'no nm'

O=$O sh t/lint laws > "$T/out"
is 'the source tree obeys its laws' "$(cat "$T/out")" ''

cp -R lib cmd t Makefile "$T/"
# broken: the copy is checked; its status and complaints are in $T/out.
broken() {
	(cd "$T" && O=build sh t/lint laws; echo "status $?") > "$T/out" 2>&1
}
# restored file: it is as it was.
restored() {
	cp "$1" "$T/$1"
}

echo '#include "sys/clock.h"' >> "$T/lib/transport/stall.c"
broken
has 'an include from one pure directory to sys fails make lint' "$T/out" '^status 1'
has 'make lint names the wrong include' "$T/out" \
    'lib/transport/stall.c: transport may not include sys/clock.h'
restored lib/transport/stall.c

echo '#include "sshp/sshp.h"' >> "$T/cmd/sshpctl/list.c"
broken
has 'a program may not include a file of another program' "$T/out" \
    'cmd/sshpctl/list.c: cmd may not include sshp/sshp.h'
restored cmd/sshpctl/list.c

cp lib/sys/clock.h "$T/lib/base/clock.h"
cp lib/sys/clock.h "$T/lib/base/stdio.h"
broken
has 'two files below lib may not have one name' "$T/out" \
    'clock.h: two files below lib have this name'
has 'a header may not have the name of a system header' "$T/out" \
    'lib/base/stdio.h: the name of a header of the system'
rm "$T/lib/base/clock.h" "$T/lib/base/stdio.h"

mkdir -p "$T/build"
echo 'int config_evaluate, registry_take;' > "$T/evaluate.c"
${CC:-cc} -c -o "$T/build/sshpctl" "$T/evaluate.c"
broken
has 'sshpctl may not link the evaluator of ssh_config' "$T/out" \
    'sshpctl: has config_evaluate of conf or load'
has 'sshpctl may not have a function that it does not call' "$T/out" \
    'sshpctl: has registry_take, which it does not call'
rm "$T/build/sshpctl"

sed -i 's/^stall_sent(.*/&/; s/^\tif (s->since == SPAN_NEVER)$/\tnow += time(NULL);\n&/' "$T/lib/transport/stall.c"
sed -i '1a #include <time.h>' "$T/lib/transport/stall.c"
(cd "$T" && MAKEFLAGS='' CFLAGS=-O2 make -s O=build build/lib/transport/stall.o) \
    > "$T/out" 2>&1
broken
has 'a pure module may not read the clock' "$T/out" \
    'transport/stall.o: transport is pure and may not call time'
finish
