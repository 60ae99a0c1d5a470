# 254 is a shell's own status, 255 is a loss
shell
0 start
100 reach ready
60000 exit 254
> quit
= status 254
