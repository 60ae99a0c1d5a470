# SIGUSR1 ends the connection that is up, and starts another at once
0 start
100 reach ready
5000 again
> term cont
= ending
5100 exit 0
> lost spawn
= trying
5200 reach ready
> up
= tries 0
