# an answer is waited for as long as it takes: to cancel before would end ssh
forwards R
0 begin
0 login
60000 wait
> -
= open
= idle
60000 granted
= settled
