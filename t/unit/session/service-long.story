# a tunnel that was up for long is replaced at once when what is behind it is dead
chance 100
0 start
100 reach ready
> up
500000 service
> term cont
500100 exit 0
> lost
= within 0 1000
