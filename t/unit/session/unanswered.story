# nothing answers for hours: the wait stays at a few seconds
0 start
repeat 500
100 reach started
15000 cause unanswered
15000 exit 255
> wait
= within 500 3000
20000 wait
> spawn
end
