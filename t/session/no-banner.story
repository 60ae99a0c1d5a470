# something takes the connection and is silent: nobody is troubled by a next try
0 start
repeat 500
10 reach connected
15000 cause unanswered
15000 exit 255
> wait
= within 500 3000
20000 wait
> spawn
end
