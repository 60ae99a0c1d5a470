# a line of ssh itself confirms what was unsure before
0 start
100 reach banner
200 hint denied
200 cause denied
200 exit 255
> end quit
= status 255
