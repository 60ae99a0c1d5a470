# asked for another before the first has started its helper, it makes one
0 start
10 again
> term cont
20 exit 255
> spawn
100 reach ready
> up
