# a tunnel that is up for five seconds each time is retried less often
chance 100
0 start
repeat 6
100 reach ready
> up
5000 exit 255
> lost
70000 wait
> spawn
end
repeat 40000
100 reach ready
5000 exit 255
= within 59999 60000
65000 wait
> spawn
end
= trying
