# ssh -O exit: 255 like a loss, but it was asked for
0 start
100 reach ready
60000 cause asked
60000 exit 255
> end quit
= status 0
