# words alone, that somebody told ssh to end, end nothing
0 start
100 reach ready
> up
60000 hint asked
60000 exit 255
> lost
= waiting
61000 wait
> spawn
