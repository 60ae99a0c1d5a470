# an ssh that is stopped again much later is continued again
0 start
100 reach ready
1000 frozen
> cont
100000 frozen
> cont
= up
