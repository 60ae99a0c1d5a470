# a connection that was up for long is retried at once
chance 100
0 start
100 reach ready
repeat 50
3600000 exit 255
> lost
= within 100 1000
= tries 0
3601000 wait
> spawn
3601000 reach ready
> up
end
