# a login that only the user can mend gets one attempt without questions, then rare ones
0 start
100 reach ready
> up
90000 exit 255
> lost
91000 wait
> spawn
91100 reach banner
91300 cause denied
91300 need
91300 exit 255
> need
= needs-you
# ten minutes
691299 wait
> -
= needs-you
691299 haste
> -
691299 person
> spawn
= trying
691400 reach ready
> up
