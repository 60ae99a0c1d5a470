# a loss drops the pending requests, and the next connection begins anew
forwards R R
0 begin
0 login
0 granted
0 refused
250 wait
> cancel1
300 lost
> -
= idle
300 done
> -
1000 begin
> -
1300 login
1300 granted
1300 granted
> -
= settled
= up 2
