# when what is behind the tunnel is dead the tunnel is replaced
0 start
100 reach ready
> up
50000 service
> term cont
= ending
50100 exit 0
> lost
= waiting
= within 0 1000
60000 wait
> spawn
60100 service
> -
= trying
