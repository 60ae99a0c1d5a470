# status 1 of a wrapper called ssh is a loss, not an end that the user asked for
0 start
100 reach ready
90000 exit 1
> lost
= waiting
