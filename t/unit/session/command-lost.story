# a command runs again after a loss
command
0 start
100 reach ready
60000 exit 255
> lost
= waiting
