package catalog

import (
	"fmt"

	"bookshop/internal/money"
)

var index map[string]*Book

var books = []Book{
	{"gopl", "The Go Programming Language", 2015, money.Euro(34) + 50},
	{"kr", "The C Programming Language", 1978, money.Euro(45)},
	{"sicp", "Structure and Interpretation of Computer Programs", 1985, money.Euro(60)},
	{"taocp", "The Art of Computer Programming", 1968, money.Euro(199) + 99},
}

func init() {
	index = make(map[string]*Book, len(books))
	for i := range books {
		index[books[i].Code] = &books[i]
	}
	fmt.Println("catalog ready:", len(index))
}
