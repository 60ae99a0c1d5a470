# a remote command that exited with 255 does not run again
command
0 start
10 reach banner
50 reach authenticated
50 cause exited
50 exit 255
> quit
= status 255
