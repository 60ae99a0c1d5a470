# a local forward that cannot listen is retried, too
forwards L L
0 begin
100 login
100 look 0 down
100 look 1 up
= settled
350 wait
> cancel0
360 done
> forward0
370 done
> tell0
= up 2
