# answers for unknown forwards and ports are ignored
forwards L R
0 begin
0 login
0 granted
0 granted
0 port 4711
0 refused
0 port 1
> -
0 look 0 up
= up 2
= port 1 0
