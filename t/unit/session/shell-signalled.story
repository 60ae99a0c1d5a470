# a shell that a signal ended starts again: the server may reboot
shell
0 start
100 reach ready
60000 cause signalled
60000 exit 255
> lost
= waiting
