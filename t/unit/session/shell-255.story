# status 255 of a shell is a loss
shell
0 start
100 reach ready
60000 exit 255
> lost
= waiting
