# with a known ServerAliveInterval the guard looks 2.5 s after each question
timeout 10 15000
1000 came
5000 look 0 500
= due 18500
18500 look 0 500
= due 33500
33500 look 0 500
= due 48500
