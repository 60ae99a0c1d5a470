# a server that could not be reached meanwhile is retried soon again
chance 100
0 start
100 reach ready
100000 exit 255
repeat 30
1000 wait
1000 cause unanswered
1000 exit 255
4000 wait
end
100 reach banner
100 cause forward
100 exit 255
> wait
= within 100 1000
