# without a control socket an edit waits for the next connection
forwards L
0 begin nosocket
0 login
0 look 0 up
= close 0 later
100 edit L
> -
= decided 0
= up 0
= idle
