# a shell's own exit ends sshp with its status
shell
0 start
100 reach ready
60000 exit 42
> quit
= status 42
