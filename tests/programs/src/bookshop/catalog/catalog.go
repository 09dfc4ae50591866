// Package catalog knows the books.
package catalog

import (
	"fmt"

	"bookshop/internal/money"
)

type Book struct {
	Code, Title string
	Year        int
	Price       money.Amount
}

func (b Book) String() string { return fmt.Sprintf("%s (%d)", b.Title, b.Year) }

// MissingError is for a code that no book has.
type MissingError struct{ Code string }

func (e *MissingError) Error() string { return "no book " + e.Code }

func Len() int { return len(books) }

func Find(code string) (Book, error) {
	if b, ok := index[code]; ok {
		return *b, nil
	}
	return Book{}, &MissingError{code}
}

func Search(keep func(Book) bool) (found []Book) {
	for _, b := range books {
		if keep(b) {
			found = append(found, b)
		}
	}
	return
}
