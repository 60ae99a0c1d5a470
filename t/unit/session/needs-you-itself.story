# while the user is away sshp makes a few attempts in the first hour, then one an hour, until one succeeds
0 start
100 reach ready
> up
90000 exit 255
> lost
91000 wait
> spawn
91300 cause denied
91300 need
91300 exit 255
> need
= timer 691300
691299 wait
> -
691300 wait
> spawn
691400 cause denied
691400 need
691400 exit 255
> need
= timer 1891400
1891400 wait
> spawn
1891500 cause denied
1891500 need
1891500 exit 255
> need
= timer 4291500
4291500 wait
> spawn
4291600 cause denied
4291600 need
4291600 exit 255
> need
= timer 7891600
7891600 wait
> spawn
7891700 cause denied
7891700 need
7891700 exit 255
> need
= timer 11491700
11491700 wait
> spawn
11491800 reach ready
> up
= up
# the next one begins with ten minutes again
11581800 exit 255
> lost
11583000 wait
> spawn
11583300 cause denied
11583300 need
11583300 exit 255
> need
= timer 12183300
