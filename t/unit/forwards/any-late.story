# a -R 0 that was refused gets its port from the answer to a later request
forwards 0
0 begin
0 login
10 refused
= settled
260 wait
> cancel0
270 done
> forward0
280 done 4712
> tell0
= port 0 4712
