# after a login the retries of a server that was full begin anew
chance 100
0 start
repeat 9
100 reach connected
100 cause closed
100 exit 255
6000 wait
> spawn
end
100 reach ready
90000 cause closed
90000 exit 255
= within 999 1000
