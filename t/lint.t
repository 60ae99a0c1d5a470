#!/bin/sh
# The two laws of the house hold, and are noticed when broken.
. t/tap.sh
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
O=${O:-build}
command -v nm > /dev/null || skip_all 'no nm'

O=$O sh t/lint laws > "$T/out"
is 'includes point down, pure is pure' "$(cat "$T/out")" ''

cp -R lib cmd t Makefile "$T/"
echo '#include "sys/clock.h"' >> "$T/lib/link/stall.c"
(cd "$T" && O=build sh t/lint laws) > "$T/out"
is 'an include that points sideways: status' $? 1
has 'it is named' "$T/out" 'lib/link/stall.c: link may not include sys/clock.h'

cp lib/link/stall.c "$T/lib/link/"
sed -i 's/^stall_sent(.*/&/; s/^\tif (s->since == SPAN_NEVER)$/\tnow += time(NULL);\n&/' "$T/lib/link/stall.c"
sed -i '1a #include <time.h>' "$T/lib/link/stall.c"
(cd "$T" && MAKEFLAGS='' CFLAGS=-O2 make -s O=build build/lib/link/stall.o &&
    O=build sh t/lint laws) > "$T/out" 2>&1
is 'a clock in a pure floor: status' $? 1
has 'it is named' "$T/out" 'link/stall.o: link is pure and may not call time'
finish
