# 255 is a loss, for a shell, too
shell
0 start
100 reach ready
60000 exit 255
> lost
= waiting
