# sshp waits for an answer 150 s, because a cancel before it would end ssh
forwards R
0 begin
0 login
149000 wait
> -
= open
149000 granted
= settled
