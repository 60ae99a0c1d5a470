# ssh's words may come before its socket is seen
forwards R R
0 begin
300 granted
300 refused
> -
300 login
> -
= settled
550 wait
> cancel1
