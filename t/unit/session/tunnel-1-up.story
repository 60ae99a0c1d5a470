# a wrapper that is called ssh: its 1 is no end that anybody asked for
0 start
100 reach ready
90000 exit 1
> lost
= waiting
