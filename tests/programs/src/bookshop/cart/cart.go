// Package cart collects books and computes what they cost.
package cart

import (
	"errors"
	"fmt"
	"strings"

	"bookshop/catalog"
	"bookshop/internal/money"
)

var ErrEmpty = errors.New("cart is empty")

// A Discount tells how much less a cart costs.
type Discount interface {
	Off(c *Cart, sum money.Amount) (off money.Amount, why string)
}

type Bulk struct{ Min, Percent int }

func (b Bulk) Off(c *Cart, sum money.Amount) (money.Amount, string) {
	if len(c.books) < b.Min {
		return 0, ""
	}
	return sum.Percent(b.Percent), fmt.Sprintf("%d %% for %d books", b.Percent, len(c.books))
}

type Fixed struct{ Less, Above money.Amount }

func (f Fixed) Off(_ *Cart, sum money.Amount) (money.Amount, string) {
	if sum <= f.Above {
		return 0, ""
	}
	return f.Less, "above " + f.Above.String()
}

type Receipt struct {
	lines []string
	Total money.Amount
}

func (r Receipt) String() string {
	return strings.Join(r.lines, "\n") + fmt.Sprintf("\n= %v\n", r.Total)
}

type Cart struct {
	customer  string
	books     []catalog.Book
	discounts []Discount
}

func New(customer string, d ...Discount) *Cart { return &Cart{customer: customer, discounts: d} }

func (c *Cart) Add(b catalog.Book) { c.books = append(c.books, b) }

func (c *Cart) Checkout() (r Receipt, err error) {
	if len(c.books) == 0 {
		return r, ErrEmpty
	}
	r.lines = append(r.lines, "for "+c.customer)
	for _, b := range c.books {
		r.Total += b.Price
		r.lines = append(r.lines, fmt.Sprintf("  %v %v", b, b.Price))
	}
	for _, d := range c.discounts {
		if off, why := d.Off(c, r.Total); off > 0 {
			r.Total -= off
			r.lines = append(r.lines, fmt.Sprintf("  -%v %s", off, why))
		}
	}
	return r, nil
}
