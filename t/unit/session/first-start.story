# a first start that is refused goes on every few seconds, for ever
0 start
> spawn
= trying
50 reach started
100 cause refused
100 exit 255
> wait
= waiting
= within 500 1000
3000 wait
> spawn
= trying
repeat 200
100 reach started
200 cause refused
200 exit 255
> wait
= within 500 3000
5000 wait
> spawn
end
= trying
