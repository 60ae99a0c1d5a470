# an ssh that does not even start its helper is not retried
0 start
10 exit 255
> end quit
= status 255
