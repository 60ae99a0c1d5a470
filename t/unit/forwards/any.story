# -R 0 is granted when its port is known
forwards 0 R
0 begin
0 login
10 granted
= open
10 port 4711
= port 0 4711
10 granted
= settled
= up 2
> -
