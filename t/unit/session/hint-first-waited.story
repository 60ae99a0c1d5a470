# words that strangers may have written end a first start that a user waits for, as with ssh
waited
0 start
100 reach banner
200 hint denied
200 exit 255
> end quit
= status 255
