# a refusal that anybody may have written, host keys and proxies are tried each minute
chance 100
0 start
500 reach banner
500 reach ready
600 hint denied
600 cause closed
100000 exit 255
repeat 20
60000 wait
100 reach banner
100 hint denied
200 exit 255
= within 59999 60000
end
repeat 20
60000 wait
100 reach banner
100 cause host-key
200 exit 255
= within 59999 60000
end
repeat 20
60000 wait
100 reach started
100 cause proxy
200 exit 255
= within 59999 60000
end
