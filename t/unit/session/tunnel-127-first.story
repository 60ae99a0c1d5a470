# an ssh that cannot be started: a tunnel that was never up is over
0 start
10 exit 127
> end quit
= status 255
