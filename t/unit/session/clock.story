# the machine slept through the wait: the next attempt is due at once
0 start
10 reach started
10 cause refused
10 exit 255
9000000 wait
> spawn
