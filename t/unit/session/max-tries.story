# PersistMaxTries counts failed attempts in a row
tries 3
0 start
10 reach started
10 cause refused
10 exit 255
> wait
5000 wait
5000 cause refused
5000 exit 255
> wait
10000 wait
10000 cause refused
10000 exit 255
> end quit
= status 255
