# an ssh that was killed is a loss
shell
0 start
100 reach ready
60000 signal 9
> lost
