# nothing is asked for before it has logged in
forwards R
0 begin
0 refused
10000 wait
> -
10000 login
> cancel0
