# a first login that is refused when nobody waits any more needs the user
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
