# the same with a person who waits: it ends as ssh does
waited
0 start
100 reach banner
200 hint denied
200 exit 255
> end quit
= status 255
