# PersistMaxTries ends sshp although it needs the user
tries 1
0 start
100 reach ready
> up
90000 exit 255
91000 wait
91300 cause denied
91300 need
91300 exit 255
> end quit
= over
