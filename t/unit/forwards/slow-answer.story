# sshp waits for an answer as long as it takes, because a cancel before it would end ssh
forwards R
0 begin
0 login
60000 wait
> -
= open
= idle
60000 granted
= settled
