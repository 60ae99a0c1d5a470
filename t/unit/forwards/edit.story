# an edit requests the new forwards one at a time, and keeps the others
forwards L R R
0 begin
0 login
0 look 0 up
10 granted
20 granted
= close 0 now
= close 1 now
1000 edit 2 L any 0
> forward1
= undecided 1
= decided 0
1010 done
> forward2
1020 done 4711
= port 2 4711
= up 4
= decided 2
> -
