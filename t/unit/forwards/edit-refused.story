# a new forward that is refused is retried as others are, and decided after a moment
forwards L
0 begin
0 login
0 look 0 up
1000 edit 0 R
> forward1
1010 denied
= undecided 1
1260 wait
> forward1
1270 denied
1520 wait
> forward1
1530 denied
3000 wait
3010 denied
3020 wait
= decided 1
3510 wait
> forward1
= undecided 1
3520 done
> tell1
= up 2
