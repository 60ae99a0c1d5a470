# Persist always: a shell is started again after its own exit, too
shell
always
0 start
100 reach ready
60000 exit 0
> lost
62000 wait
> spawn
