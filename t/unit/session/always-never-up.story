# Persist always: an ssh that was never up and exits by itself ends sshp
shell
always
0 start
10 exit 1
> quit
= status 1
