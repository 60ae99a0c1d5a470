# Persist always: an ssh that never got up and exits by itself is over
shell
always
0 start
10 exit 1
> quit
= status 1
