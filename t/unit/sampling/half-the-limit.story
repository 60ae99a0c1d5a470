# during traffic the guard looks every half of the limit of silence
timeout 20
= due 10000
9900 sent
9950 came
10000 look 100 200
= due 20000
19990 came
20000 look 100 300
= due 30000
