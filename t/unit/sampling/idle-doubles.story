# without traffic the time to the next look doubles, up to ten minutes
timeout 20
10000 look 0 0
= due 20000
20000 look 0 0
= due 40000
40000 look 0 0
= due 80000
80000 look 0 0
160000 look 0 0
320000 look 0 0
640000 look 0 0
= due 1240000
1240000 look 0 0
= due 1840000
1840000 sent
1840000 look 52 0
= due 1850000
