# a login that a person has to mend: one try that asks nobody, and no dialling
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
90000000 wait
> -
= needs-you
90000000 haste
> -
90000000 person
> spawn
= trying
90000100 reach ready
> up
