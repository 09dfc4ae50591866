// Package store keeps what customers spent.
package store

import (
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"

	"bookshop/internal/money"
)

const Default = "memory"

type Store interface {
	Save(customer string, total money.Amount) error
	All() iter.Seq2[string, money.Amount]
}

type memory struct {
	mu     sync.Mutex
	totals map[string]money.Amount
}

func NewMemory() Store { return &memory{totals: map[string]money.Amount{}} }

var errNoName = errors.New("customer has no name")

func (m *memory) Save(customer string, total money.Amount) error {
	if customer == "" {
		return errNoName
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.totals[customer] += total
	return nil
}

func (m *memory) All() iter.Seq2[string, money.Amount] {
	return func(yield func(string, money.Amount) bool) {
		for _, k := range slices.Sorted(maps.Keys(m.totals)) {
			if !yield(k, m.totals[k]) {
				return
			}
		}
	}
}

type logged struct{ Store }

// Logged tells about failures before it hands them on.
func Logged(s Store) Store { return logged{s} }

func (l logged) Save(customer string, total money.Amount) error {
	err := l.Store.Save(customer, total)
	if err != nil {
		fmt.Printf("log: saving %v for %q failed\n", total, customer)
		err = fmt.Errorf("store: %w", err)
	}
	return err
}
