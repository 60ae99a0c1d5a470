# an ssh that is stopped from outside is continued once, then replaced
0 start
100 reach ready
1000 frozen
> cont
2000 frozen
> term cont
7000 wait
> kill
7010 signal 9
> lost
