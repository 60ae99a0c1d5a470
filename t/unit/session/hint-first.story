# words that strangers may have written do not end a first start that nobody waits for
# a service would stay down
0 start
100 reach banner
200 hint denied
200 exit 255
> wait
= waiting
= within 30000 60000
