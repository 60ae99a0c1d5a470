# a forward that listens on one address family only is retried, and the change is reported
forwards L
0 begin
0 login
0 look 0 up
5000 again 0
> cancel0
5000 done
> forward0
5010 done
> tell0
6000 again 0
> cancel0
6000 lost
6000 again 0
> -
