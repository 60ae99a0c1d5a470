# a first login that comes late, when nobody waits for it any more
0 start
100 cause refused
100 exit 255
> wait
3000 wait
> spawn
3100 cause denied
3100 need
3100 exit 255
> need
= needs-you
