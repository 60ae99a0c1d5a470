# Persist always: a tunnel comes back then, too
always
0 start
100 reach ready
60000 exit 0
> lost
= waiting
