# wrong numbers in the shared file are believed within bounds only
1000 record 1000000 0 0 0 0 0 0 0
1000 open 8
1000 record -5 0 0 0 0 0 0 0
1000 open 8
1000 record eight
1000 open 8
1000 record
1000 open 8
1000 record 12 99999999 0 0 0 0 0 0
1000 open 8
1000 record 12 0 0 0 0 99999999 0 0
1000 open 8
1000 record 12 0 0 0 0 0 99999999 0
1000 open 8
1000 record 12 0 0 0 0 -99999999 0 0
1000 open 8
1000 record 99999999999999999999999999 0 0 0 0 0 0 0
1000 open 8
# another boot's, when the clock had gone further
1000 record 64 800000 0 0 0 900000 899999 77
1000 open 8
# what could be true is
1000 record 12 0 0 0 0 900 0 77
1000 open 12
