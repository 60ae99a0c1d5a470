# without a refused login sshp does not need the user, and what no user can mend is retried
0 start
100 reach ready
> up
90000 exit 255
91000 wait
91200 need
91200 cause closed
91200 exit 255
> wait
= waiting
