# sshp makes one request at a time, that which is due first
forwards R R R
0 begin
0 login
0 refused
10 refused
20 refused
1000 wait
> cancel0
1000 done
> forward0
1000 denied
> cancel1
1010 done
> forward1
1010 denied
> cancel2
1020 done
> forward2
1020 done
> tell2
= up 1
