# Persist always runs a command again that a signal ended
command
always
0 start
100 reach ready
5000 cause signalled
5000 exit 255
> lost
= within 0 2000
