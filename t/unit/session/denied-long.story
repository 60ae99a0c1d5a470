# a login that is refused for minutes is retried less and less often
chance 0
0 start
100 reach ready
> up
90000 exit 255
> lost
91000 wait
> spawn
repeat 10
100 reach banner
300 cause denied
300 exit 255
> wait
= within 30000 60000
60300 wait
> spawn
end
repeat 3
100 reach banner
300 cause denied
300 exit 255
> wait
600300 wait
> spawn
end
100 reach banner
300 cause denied
300 exit 255
> wait
= within 300000 600000
