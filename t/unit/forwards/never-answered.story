# a remote forward that is never answered holds up the others for 150 s at most
forwards L R
0 begin
0 login
10 look 0 up
= open
149999 wait
> -
= open
150000 wait
= settled
= unanswered
= up 1
# it cannot be requested again in this connection, but an answer still counts
900000 wait
> -
900000 granted
> tell1
= up 2
900000 lost
