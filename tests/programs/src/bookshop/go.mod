module bookshop

go 1.27
