# a shell that exited with 255 does not start again
shell
0 start
100 reach ready
60000 cause exited
60000 exit 255
> quit
= status 255
