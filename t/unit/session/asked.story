# ssh -O exit ends ssh with 255 as a loss does, but it ends sshp
0 start
100 reach ready
60000 cause asked
60000 exit 255
> end quit
= status 0
