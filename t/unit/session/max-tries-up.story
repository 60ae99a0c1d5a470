# PersistMaxTries begins anew once the tunnel was up for long
tries 2
0 start
10 reach started
10 cause refused
10 exit 255
5000 wait
5100 reach ready
90000 exit 255
> lost
= tries 0
