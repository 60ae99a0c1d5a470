# the log of ssh may report a forward before the control socket is there
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
