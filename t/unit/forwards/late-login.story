# sshp asks for no forward before the login
forwards R
0 begin
0 refused
10000 wait
> -
10000 login
> cancel0
