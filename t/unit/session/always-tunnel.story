# Persist always: a tunnel is started again after its ssh was told to end
always
0 start
100 reach ready
60000 exit 0
> lost
= waiting
