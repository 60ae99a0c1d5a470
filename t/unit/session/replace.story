# a tunnel whose guard was killed is replaced, as one whose path died
0 start
300 reach ready
> up
100000 replace dead
> term cont
100100 exit 255
> lost
= within 100 1000
