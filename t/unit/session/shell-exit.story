# a shell's own exit is its user's
shell
0 start
100 reach ready
60000 exit 42
> quit
= status 42
