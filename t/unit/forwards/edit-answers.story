# after an edit the order of ssh's answers says nothing: a late answer counts for no forward
forwards R R
0 begin
0 login
10 granted
200000 wait
= unanswered
= close 0 now
= close 1 later
200010 edit R 1
> forward0
200020 done
= up 1
200030 granted
= up 1
= unanswered
200040 lost
200050 begin
200050 login
200060 granted
200060 granted
= up 2
