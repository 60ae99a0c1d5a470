# SIGTERM while a tunnel waits ends sshp at once
0 start
10 cause refused
10 reach started
10 exit 255
20 stop 15
> quit
= status 0
