# a request that was cut off may have been granted: sshp cancels the forward again
forwards R
0 begin
0 login
0 refused
250 wait
> cancel0
260 done
> forward0
20260 unknown
> -
= timer 25325
25325 wait
> cancel0
25330 unknown
= timer 31662
31662 wait
> cancel0
31663 done
> forward0
31664 done
> tell0
