# words about a login that come while the tunnel is up slow nothing down
0 start
100 reach ready
> up
60000 hint denied
60001 hint host-key
60002 hint wrong
90000 exit 255
> lost
= waiting
= within 100 1000
91000 wait
> spawn
91100 reach banner
91101 hint denied
91102 reach ready
> up
150000 exit 255
> lost
= within 100 1000
