# SIGUSR1 before the first ssh has started its helper starts another ssh
0 start
10 again
> term cont
20 exit 255
> spawn
100 reach ready
> up
