# when all forwards are granted there is nothing to do, nothing to say, and no timer
forwards L R R
0 begin
= open
300 login
> -
= open
300 look 0 up
310 granted
= open
320 granted
> -
= settled
= up 3
= idle
