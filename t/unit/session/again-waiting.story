# SIGUSR1 ends the wait for the next attempt
0 start
10 reach started
10 cause refused
10 exit 255
20 again
> spawn
