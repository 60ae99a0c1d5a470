# a refused forward is cancelled once, and then retried less and less often
forwards R R
0 begin
0 login
0 granted
0 refused
> -
= settled
= up 1
250 wait
> cancel1
255 done
> forward1
260 denied
> -
= timer 510
510 wait
> forward1
520 denied
= timer 770
770 wait
> forward1
20000 denied
= timer 25000
25000 wait
> forward1
300000 denied
= timer 330000
330000 wait
> forward1
330010 done
> tell1
= up 2
= idle
