# a command runs again late if only a text says that a signal ended it
command
0 start
100 reach ready
5000 hint signalled
5000 exit 255
> lost
= within 30000 60000
