# ssh's own word confirms what was a hint before
0 start
100 reach banner
200 hint denied
200 cause denied
200 exit 255
> end quit
= status 255
