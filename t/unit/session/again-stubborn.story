# an ssh that does not end on SIGTERM is killed, and then replaced
0 start
100 reach ready
5000 again
10000 wait
> kill
10010 signal 9
> lost spawn
