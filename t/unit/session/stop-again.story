# SIGTERM while ssh is being replaced ends sshp
0 start
100 reach ready
200 again
210 stop 15
250 exit 0
> quit
