# a restart while sshp needs the user makes one attempt; refused again, sshp waits
0 start
100 reach ready
> up
90000 exit 255
91000 wait
91300 cause denied
91300 need
91300 exit 255
> need
92000 again
> spawn
92300 cause denied
92300 need
92300 exit 255
> need
= needs-you
93000 stop 15
> quit
= status 0
