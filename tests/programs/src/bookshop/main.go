// Bookshop is a module of several packages: a catalogue, prices, carts with discounts, and a store behind an interface, with init functions in order.
package main

import (
	"errors"
	"fmt"
	"os"

	"bookshop/cart"
	"bookshop/catalog"
	m "bookshop/internal/money"
	"bookshop/store"
)

var banner = fmt.Sprintf("%d books, version %s", catalog.Len(), version)

var version = edition("1")

func edition(n string) string { return n + "." + store.Default }

func init() { fmt.Println("main starts:", banner) }

func init() { fmt.Println("second init of main") }

func order(s store.Store, customer string, codes ...string) error {
	c := cart.New(customer, cart.Bulk{Min: 3, Percent: 10}, cart.Fixed{Less: m.Euro(5), Above: m.Euro(60)})
	for _, code := range codes {
		b, err := catalog.Find(code)
		if err != nil {
			return fmt.Errorf("order of %s: %w", customer, err)
		}
		c.Add(b)
	}
	receipt, err := c.Checkout()
	if err != nil {
		return fmt.Errorf("order of %s: %w", customer, err)
	}
	fmt.Print(receipt)
	return s.Save(customer, receipt.Total)
}

func main() {
	s := store.NewMemory()
	orders := []struct {
		who   string
		codes []string
	}{
		{"Ada", []string{"gopl", "sicp", "taocp", "gopl"}}, {"Brian", []string{"kr"}}, {"Carol", nil}, {"Dennis", []string{"kr", "nosuch"}}, {"Ada", []string{"sicp"}},
	}
	for _, o := range orders {
		err := order(s, o.who, o.codes...)
		var missing *catalog.MissingError
		switch {
		case errors.As(err, &missing):
			fmt.Println("not in stock:", missing.Code, "-", err)
		case errors.Is(err, cart.ErrEmpty):
			fmt.Println("nothing to pay -", err)
		case err != nil:
			fmt.Println(err)
		}
	}
	for name, total := range s.All() {
		fmt.Printf("%-6s %v\n", name, total)
	}
	fmt.Println(catalog.Search(func(b catalog.Book) bool { return b.Year < 1980 }))
	if err := store.Logged(s).Save("", m.Euro(1)); err != nil {
		fmt.Println(err)
		os.Exit(5)
	}
}
