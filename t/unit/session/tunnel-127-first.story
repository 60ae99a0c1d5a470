# an ssh that cannot be started at the first start ends sshp
0 start
10 exit 127
> end quit
= status 255
