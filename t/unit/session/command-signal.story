# a remote command that a signal ended does not run again
command
0 start
100 reach ready
5000 cause signalled
5000 exit 255
> end quit
= status 255
