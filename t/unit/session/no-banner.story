# a server that accepts and stays silent is retried soon
0 start
repeat 500
10 reach connected
15000 cause unanswered
15000 exit 255
> wait
= within 62 375
20000 wait
> spawn
end
# the wait counts from the start of the attempt: one that was short is followed by a pause
100 reach connected
300 cause dead
300 exit 255
> wait
= within 200 2999
