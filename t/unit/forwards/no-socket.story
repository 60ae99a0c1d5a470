# without a control socket sshp asks for nothing
forwards R R
0 begin nosocket
0 login
10 refused
10 granted
> -
= settled
= idle
100000 wait
> -
0 haste
> -
= idle
