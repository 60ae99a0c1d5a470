# a tunnel whose ssh was told to end, by SIGTERM or ssh -O exit, ends sshp
0 start
100 reach ready
60000 exit 0
> end quit
= status 0
